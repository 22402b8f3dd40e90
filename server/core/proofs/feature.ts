import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Feature } from '#server/sync/feature.ts'
import { and, eq, getTableColumns, lte } from 'drizzle-orm'
import { passes } from './tables.ts'

/** The passes that somebody's devices have; the doors export them with the person's visits. */
export async function passesOf(read: Reader, accountId: string): Promise<unknown[]> {
  const { accountId: holder, ...shown } = getTableColumns(passes)
  return await read.select(shown).from(passes).where(eq(holder, accountId))
}

/**
 * For `identity.deleteMe`: a pass that has not expired stays without its device key, so that kiosks go on
 * refusing it.
 */
async function erasePasses({ tx, actor: { accountId }, now }: CommandContext): Promise<void> {
  await tx.delete(passes).where(and(eq(passes.accountId, accountId), lte(passes.expiresAt, now)))
  // Also locks the passes: a kiosk's entry of this moment waits, and then finds the account deleted.
  await tx.update(passes).set({ deviceKey: '' }).where(eq(passes.accountId, accountId))
}

export const proofsFeature = {
  commands: {},
  queries: {},
  tasks: {},
  photos: null,
  personal: { export: {}, erase: erasePasses },
} satisfies Feature
