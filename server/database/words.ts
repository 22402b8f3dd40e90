import type { SQL, SQLWrapper } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/** Escapes the wildcards of `like`. SQLite has no escape character unless the statement names one. */
const literal = (words: string): string => words.replaceAll(/[\\%_]/g, '\\$&')

/**
 * True where a column is like a pattern, whatever the case. The engine lowers both, as each lowers other
 * letters (SQLite A to Z alone).
 */
const isLike = (column: SQLWrapper, pattern: string): SQL =>
  sql`lower(${column}) like lower(cast(${pattern} as text)) escape '\\'`

/** True where a column has the words anywhere. */
export const hasWords = (column: SQLWrapper, words: string): SQL => isLike(column, `%${literal(words)}%`)

/** True where a column ends with the words. */
export const endsWith = (column: SQLWrapper, words: string): SQL => isLike(column, `%${literal(words)}`)
