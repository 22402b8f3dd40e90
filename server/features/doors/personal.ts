import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { passesOf } from '#server/core/proofs/index.ts'
import { entries, faults, visits } from '#server/core/stations/index.ts'
import { asc, eq, getTableColumns } from 'drizzle-orm'
import { nudgeSuspensions } from './passes/suspend.ts'
import { digitTries, formerSuspensions, suspensions } from './tables.ts'

/** Visits, entries, faults, passes and suspensions of one person, for `identity.export`. */
export async function exportStays({ read, actor: { accountId } }: QueryContext): Promise<unknown> {
  const stays = await read
    .select()
    .from(visits)
    .where(eq(visits.accountId, accountId))
    .orderBy(asc(visits.enteredAt))
  const records = await read
    .select(getTableColumns(entries))
    .from(entries)
    .innerJoin(visits, eq(visits.id, entries.visitId))
    .where(eq(visits.accountId, accountId))
    .orderBy(asc(entries.occurredAt))
  const found = await read
    .select()
    .from(faults)
    .where(eq(faults.accountId, accountId))
    .orderBy(asc(faults.at))
  const [suspension] = await read
    .select({ until: suspensions.until, words: suspensions.words, at: suspensions.at })
    .from(suspensions)
    .where(eq(suspensions.accountId, accountId))
  return {
    visits: stays.map(({ accountId: _, flag, ...own }) => own),
    entries: records.map(({ kioskId, proofNonce, ...own }) => own),
    faults: found.map(({ accountId: _, answeredBy, ...own }) => own),
    passes: await passesOf(read, accountId),
    suspension: suspension ?? null,
    formerSuspensions: await read
      .select({ at: formerSuspensions.at, until: formerSuspensions.until })
      .from(formerSuspensions)
      .where(eq(formerSuspensions.accountId, accountId))
      .orderBy(asc(formerSuspensions.at)),
  }
}

/** Deletes somebody's name from visits and faults, which the stations keep, for `identity.deleteMe`. */
export async function eraseStays(context: CommandContext): Promise<void> {
  const { tx, actor: { accountId } } = context
  await tx.update(visits).set({ accountId: null }).where(eq(visits.accountId, accountId))
  await tx.update(faults).set({ accountId: null }).where(eq(faults.accountId, accountId))
  await tx.delete(formerSuspensions).where(eq(formerSuspensions.accountId, accountId))
  await tx.delete(digitTries).where(eq(digitTries.accountId, accountId))
  await tx.delete(suspensions).where(eq(suspensions.accountId, accountId))
  nudgeSuspensions(context)
}
