import type { Column, SQL } from 'drizzle-orm'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { sql } from 'drizzle-orm'

const CODE_LENGTH_MAX = Math.max(...areaCodeLengths)

/**
 * The condition that a column's area is `scope` or inside it. A range rather than LIKE, so that both engines
 * use an index.
 */
export const inArea = (column: Column, scope: string): SQL =>
  sql`(${column} >= ${scope} and ${column} <= ${scope.padEnd(CODE_LENGTH_MAX + 1, '9')})`
