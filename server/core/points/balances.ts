import type { Reader, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import { prepared, rowsChanged } from '#server/database/prepared.ts'
import { lockRow } from '#server/database/rows.ts'
import { and, eq, sql } from 'drizzle-orm'
import { pointAccounts } from './tables.ts'

export interface Balance { readonly posted: number, readonly held: number }
const NOTHING: Balance = { posted: 0, held: 0 }
const balance = { posted: pointAccounts.posted, held: pointAccounts.held }

/** A balance, and how much of it is held. */
export async function balanceOf(reader: Reader, accountId: string): Promise<Balance> {
  const [found] = await reader.select(balance).from(pointAccounts).where(eq(pointAccounts.id, accountId))
  return found ?? NOTHING
}

/** The balance, locked until the transaction ends, so that what is computed from it stays true. */
export const lockBalance = async (tx: Transaction, accountId: string): Promise<Balance> =>
  await lockRow(tx, pointAccounts, { id: accountId }) ?? NOTHING

const openAccount = prepared((tx, { id }: Slots<{ id: string }>) =>
  tx
    .insert(pointAccounts)
    .values({ id, owner: id, kind: 'person' })
    .onConflictDoNothing()
    .prepare('open_point_account'),
)
const changePosted = prepared((tx, { id, by }: Slots<{ id: string, by: number }>) =>
  tx
    .update(pointAccounts)
    .set({ posted: sql`${pointAccounts.posted} + ${by}` })
    .where(eq(pointAccounts.id, id))
    .prepare('change_posted'),
)
const changeHeld = prepared((tx, { id, by }: Slots<{ id: string, by: number }>) =>
  tx.update(pointAccounts)
    .set({ held: sql`${pointAccounts.held} + ${by}` })
    .where(and(eq(pointAccounts.id, id), sql`${pointAccounts.posted} - ${pointAccounts.held} >= ${by}`))
    .prepare('change_held'))
const changeBoth = prepared((tx, { id, by }: Slots<{ id: string, by: number }>) =>
  tx.update(pointAccounts)
    .set({ posted: sql`${pointAccounts.posted} + ${by}`, held: sql`${pointAccounts.held} + ${by}` })
    .where(eq(pointAccounts.id, id))
    .prepare('change_posted_and_held'))

/** The person's points account; made with the first points. */
export const ensureAccount = async (tx: Transaction, accountId: string): Promise<void> =>
  void (await openAccount(tx, { id: accountId }))
/** Adds points, or subtracts them: the table refuses to go below what is held. */
export const addPosted = async (tx: Transaction, accountId: string, by: number): Promise<void> =>
  void (await changePosted(tx, { id: accountId, by }))
/**
 * Holds points; false when there are not enough. The condition is part of the write, so that two orders can't
 * both hold the last points.
 */
export const addHeld = async (tx: Transaction, accountId: string, amount: number): Promise<boolean> =>
  rowsChanged(await changeHeld(tx, { id: accountId, by: amount })) === 1
/** Undoes `addHeld`. */
export const releaseHeld = async (tx: Transaction, accountId: string, amount: number): Promise<void> =>
  void (await changeHeld(tx, { id: accountId, by: -amount }))
/** Removes points that were held. */
export const spendHeld = async (tx: Transaction, accountId: string, amount: number): Promise<void> =>
  void (await changeBoth(tx, { id: accountId, by: -amount }))
