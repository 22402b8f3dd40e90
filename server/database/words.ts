import type { SQL, SQLWrapper } from 'drizzle-orm'
import { sql } from 'drizzle-orm'

/** Escapes the wildcards of `like`. SQLite has no escape character unless the statement names one. */
const literal = (words: string): string => words.replaceAll(/[\\%_]/g, '\\$&')

/** True where a column has the words anywhere, whatever their case. */
export const hasWords = (column: SQLWrapper, words: string): SQL =>
  sql`lower(${column}) like ${`%${literal(words.toLowerCase())}%`} escape '\\'`

/** True where a column ends with the words. */
export const endsWith = (column: SQLWrapper, words: string): SQL =>
  sql`${column} like ${`%${literal(words)}`} escape '\\'`
