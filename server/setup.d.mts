export const root: string
export class SetupError extends Error {}
export const say: (words: string) => void
