import type { QueryContext } from '#server/sync/context.ts'
import { asc, eq, or } from 'drizzle-orm'
import { transfers } from './tables.ts'

/** Every movement of one's own points, for `identity.export`. */
export const exportPoints = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await read
    .select()
    .from(transfers)
    .where(or(eq(transfers.credit, actor.accountId), eq(transfers.debit, actor.accountId)))
    .orderBy(asc(transfers.postedAt), asc(transfers.id))
