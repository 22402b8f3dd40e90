export interface Choice { value: string, label: string, hint?: string }

/** Lists with more choices than this can be searched. */
export const SEARCH_FROM = 8

/** Choices whose label or hint contains every word of the query. */
export const matching = (choices: readonly Choice[], query: string): Choice[] =>
  choices.filter(({ label, hint = '' }) =>
    query
      .trim()
      .split(/\s+/)
      .every(word => label.includes(word) || hint.includes(word)),
  )
