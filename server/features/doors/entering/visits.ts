import type { Transaction } from '#server/database/database.ts'
import { passes } from '#server/core/proofs/index.ts'
import { entries, gotIn, visits } from '#server/core/stations/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { and, between, eq, gt, inArray, isNull, ne, not, notExists, or, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'

type Visit = typeof visits.$inferSelect
export type Flag = NonNullable<Visit['flag']>
/** The milder flags that a flag replaces. */
const weaker: Record<Flag, Flag[]> = { clock: [], twoPlaces: ['clock'], revoked: ['clock', 'twoPlaces'] }

/**
 * Cancels a visit because the door stayed shut: `leftAt` becomes `enteredAt`, and queries (`gotIn`) skip such
 * a visit. Does nothing when another entry proves the visit; the row lock waits for entries that join it now.
 */
export async function cancelVisit(tx: Transaction, visitId: string): Promise<void> {
  await lockRow(tx, visits, { id: visitId })
  const provesIt = tx
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.visitId, visitId), or(eq(entries.isOpen, true), isNull(entries.askedAt))))
  await tx
    .update(visits)
    .set({ leftAt: sql`${visits.enteredAt}` })
    .where(and(eq(visits.id, visitId), notExists(provesIt)))
}

/** Undoes `cancelVisit`: the door opened after all. */
export async function resumeVisit(tx: Transaction, visitId: string): Promise<void> {
  await tx.update(visits).set({ leftAt: null }).where(and(eq(visits.id, visitId), not(gotIn)))
}

/**
 * Makes other commands that record visits of that person wait. Their phone's commands run in turn, but kiosks
 * send entries of them too. It locks the person's passes, since a kiosk knows people by nothing else.
 */
export async function lockVisitsOf(tx: Transaction, accountId: string): Promise<void> {
  await lockRow(tx, passes, { accountId })
}

const around = (accountId: string, at: number) =>
  and(eq(visits.accountId, accountId), between(visits.enteredAt, at - VISIT_MERGE_MS, at + VISIT_MERGE_MS))

/**
 * The visit that an entry of that instant (ms) belongs to, made anew unless one lies within VISIT_MERGE_MS. A
 * visit begins with its earliest entry.
 */
export async function visitAt(
  tx: Transaction,
  stationId: string,
  accountId: string | null,
  at: number,
): Promise<string> {
  const near =
    accountId === null
      ? []
      : await tx
          .select()
          .from(visits)
          .where(and(around(accountId, at), eq(visits.stationId, stationId)))
  const [nearest] = near
    .filter(({ enteredAt, leftAt }) => leftAt === null || leftAt > Math.max(enteredAt, at))
    .toSorted((a, b) => Math.abs(a.enteredAt - at) - Math.abs(b.enteredAt - at))
  if (nearest && (await joinVisit(tx, nearest.id, at))) return nearest.id
  const id = uuidv7()
  await tx.insert(visits).values({ id, stationId, accountId, enteredAt: at })
  return id
}

/**
 * True when an entry of that instant has joined the visit. The write's condition decides, for a lock may be
 * cancelling the visit at this moment.
 */
async function joinVisit(tx: Transaction, visitId: string, at: number): Promise<boolean> {
  const earlier = sql`case when ${visits.enteredAt} > ${at} then ${at} else ${visits.enteredAt} end`
  const isStill = or(isNull(visits.leftAt), and(gotIn, gt(visits.leftAt, at)))
  const joined = await tx
    .update(visits)
    .set({ enteredAt: earlier })
    .where(and(eq(visits.id, visitId), isStill))
    .returning({ id: visits.id })
  return joined.length > 0
}

/** Flags visits for the keepers to look at, unless a graver flag is there. */
export async function flagVisits(tx: Transaction, ids: readonly string[], flag: Flag): Promise<void> {
  if (ids.length > 0) {
    await tx
      .update(visits)
      .set({ flag })
      .where(and(inArray(visits.id, [...ids]), or(isNull(visits.flag), inArray(visits.flag, weaker[flag]))))
  }
}

/**
 * Flags visits of one person at two stations within VISIT_MERGE_MS of each other, and one that two kiosks
 * recorded.
 */
export async function flagTwoPlaces(
  tx: Transaction,
  visitId: string,
  {
    stationId,
    accountId,
    at,
    kioskId,
  }: { stationId: string, accountId: string, at: number, kioskId: string | null },
): Promise<void> {
  const elsewhere = await tx
    .select({ id: visits.id })
    .from(visits)
    .where(and(around(accountId, at), ne(visits.stationId, stationId), gotIn))
  const byAnotherDoor =
    kioskId === null
      ? 0
      : await tx.$count(
          entries,
          and(eq(entries.visitId, visitId), ne(entries.kioskId, kioskId), eq(entries.isOpen, true)),
        )
  if (elsewhere.length > 0 || byAnotherDoor > 0)
    await flagVisits(tx, [visitId, ...elsewhere.map(({ id }) => id)], 'twoPlaces')
}
