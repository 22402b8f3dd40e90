import type { Transaction } from '#server/database/database.ts'
import { entries, gotIn, visits } from '#server/core/stations/index.ts'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { and, between, eq, gt, inArray, isNull, ne, not, notExists, or, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { passes } from '../tables.ts'

type Visit = typeof visits.$inferSelect
export type Flag = NonNullable<Visit['flag']>
/** The graver one stays. */
const weaker: Record<Flag, Flag[]> = { clock: [], twoPlaces: ['clock'], revoked: ['clock', 'twoPlaces'] }

/**
 * The door stayed shut: unless another record speaks of the visit, there was none. The visit is locked, by
 * writing it to itself: who tells of it at this moment is waited for.
 */
export async function unsayVisit(tx: Transaction, visitId: string): Promise<void> {
  await tx
    .update(visits)
    .set({ leftAt: sql`${visits.leftAt}` })
    .where(eq(visits.id, visitId))
  const isTold = tx
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.visitId, visitId), or(eq(entries.isOpen, true), isNull(entries.askedAt))))
  await tx
    .update(visits)
    .set({ leftAt: sql`${visits.enteredAt}` })
    .where(and(eq(visits.id, visitId), notExists(isTold)))
}

/** It opened after all. */
export async function resumeVisit(tx: Transaction, visitId: string): Promise<void> {
  await tx.update(visits).set({ leftAt: null }).where(and(eq(visits.id, visitId), not(gotIn)))
}

/**
 * Waits until nothing else records visits of that person: their phone's commands run in turn, but doors speak
 * of them too. Whoever a
 * door can speak of has a pass.
 */
export async function takeTurn(tx: Transaction, accountId: string): Promise<void> {
  await tx.update(passes).set({ accountId }).where(eq(passes.accountId, accountId))
}

const around = (accountId: string, at: number) =>
  and(eq(visits.accountId, accountId), between(visits.enteredAt, at - VISIT_MERGE_MS, at + VISIT_MERGE_MS))

/**
 * The visit that a record of that instant belongs to, made anew unless one lies close by; it begins with its
 * earliest record.
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
 * True when a record of that instant belongs to the visit from now on. A lock may be saying at this moment
 * that there was no such visit: the condition of the write decides.
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

/** Marks visits as odd, for the keepers to look at. */
export async function flagVisits(tx: Transaction, ids: readonly string[], flag: Flag): Promise<void> {
  if (ids.length > 0) {
    await tx
      .update(visits)
      .set({ flag })
      .where(and(inArray(visits.id, [...ids]), or(isNull(visits.flag), inArray(visits.flag, weaker[flag]))))
  }
}

/**
 * Nobody walks in twice at once: visits at two stations so close together are both marked, and so is one that
 * two doors speak of.
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
