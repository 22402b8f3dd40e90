export const root: string
export class Trouble extends Error {}
export const say: (words: string) => void
