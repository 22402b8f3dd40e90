/** The path in an address's query; undefined for anything that would lead out of the app. */
export const pathIn = (next: unknown): string | undefined =>
  typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined
