export interface Choice { value: string, label: string, hint?: string }

/** Above this many, a list can be searched. */
export const SEARCH_FROM = 8

/** Choices whose name or hint holds every word of the query. */
export const matching = (choices: readonly Choice[], query: string): Choice[] =>
  choices.filter(({ label, hint = '' }) =>
    query
      .trim()
      .split(/\s+/)
      .every(word => label.includes(word) || hint.includes(word)),
  )
