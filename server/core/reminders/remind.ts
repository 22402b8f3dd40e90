import type { City } from '#server/city.ts'
import type { Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { Nudge } from '#server/sync/changes.ts'
import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { system } from '#server/sync/as-system.ts'
import { and, asc, eq, isNull, lte, sql } from 'drizzle-orm'
import { reminders } from './tables.ts'

type Row = typeof reminders.$inferSelect
type Named = Pick<Row, 'accountId' | 'kind' | 'ref'>

const BATCH_MAX = 100 // One batch is one transaction.

const isOf = ({ accountId, kind, ref }: Named) =>
  and(eq(reminders.accountId, accountId), eq(reminders.kind, kind), eq(reminders.ref, ref))

/**
 * Schedules a reminder to somebody of a thing at an instant (ms). A second call for the same moves it; one
 * that was sent is sent again only for another instant.
 */
export async function remind(tx: Transaction, reminder: Omit<Row, 'sentAt'>): Promise<void> {
  await saveReminder(tx, reminder)
}

const saveReminder = prepared((tx, slots: Slots<Omit<Row, 'sentAt'>>) =>
  tx
    .insert(reminders)
    .values(slots)
    .onConflictDoUpdate({
      target: [reminders.accountId, reminders.kind, reminders.ref],
      set: {
        words: sql`excluded.words`,
        at: sql`excluded.at`,
        until: sql`excluded.until`,
        sentAt: sql`case when ${reminders.at} = excluded.at then ${reminders.sentAt} end`,
      },
    })
    .prepare('save_reminder'),
)

/** Deletes reminders of a thing that were not sent: of everybody or one person, of all kinds or one. */
export async function forget(
  tx: Transaction,
  { ref, kind, accountId }: Partial<Named> & Pick<Named, 'ref'>,
): Promise<void> {
  const named = { ref, ...kind !== undefined && { kind }, ...accountId !== undefined && { accountId } }
  await deleteReminders(tx, named)
}

const deleteReminders = prepared((tx, { ref, kind, accountId }: Slots<Partial<Named> & { ref: string }>) =>
  tx
    .delete(reminders)
    .where(and(
      eq(reminders.ref, ref),
      kind && eq(reminders.kind, kind),
      accountId && eq(reminders.accountId, accountId),
    ))
    .prepare('delete_reminders'),
)

/**
 * Sends the due reminders in the order of their times, and deletes those whose `until` has passed. Returns
 * how many were sent.
 */
export async function sendReminders({ database, changes, clock, isStopping }: City): Promise<number> {
  let sent = 0
  for (let found = BATCH_MAX; found === BATCH_MAX && !isStopping();) {
    const now = clock()
    const batch = await database.transact(async (tx) => {
      const nudges: Nudge[] = []
      await tx.delete(reminders).where(lte(reminders.until, now))
      const due = await tx
        .select()
        .from(reminders)
        .where(and(isNull(reminders.sentAt), lte(reminders.at, now)))
        .orderBy(asc(reminders.at), asc(reminders.accountId), asc(reminders.kind), asc(reminders.ref))
        .limit(BATCH_MAX)
      const nudge: CommandContext['nudge'] = (to, ...names) => void nudges.push({ to, names })
      let count = 0
      for (const reminder of due) {
        if (await send({ tx, actor: system, now, nudge }, reminder)) count++
      }
      return { found: due.length, count, nudges }
    }, 'reminders')
    await changes.publish(batch.nudges)
    found = batch.found
    sent += batch.count
  }
  return sent
}

/** Sends a reminder unless another process has sent or deleted it; true when it was sent. */
async function send(
  context: Pick<CommandContext, 'tx' | 'actor' | 'now' | 'nudge'>,
  { kind, ref, words, at, accountId }: Row,
): Promise<boolean> {
  const { tx, now } = context
  const claimed = await tx
    .update(reminders)
    .set({ sentAt: now })
    .where(and(isOf({ accountId, kind, ref }), eq(reminders.at, at), isNull(reminders.sentAt)))
    .returning({ accountId: reminders.accountId })
  if (claimed.length === 0) return false
  await notify(context, accountId, { kind, ref, words }, { evenSelf: true })
  return true
}

/** For `identity.export`: somebody's reminders that were not sent yet. */
export const exportReminders = async ({ read, actor: { accountId } }: QueryContext): Promise<unknown> =>
  await read
    .select({ kind: reminders.kind, words: reminders.words, at: reminders.at, sentAt: reminders.sentAt })
    .from(reminders)
    .where(eq(reminders.accountId, accountId))
    .orderBy(asc(reminders.at), asc(reminders.kind))

/** For `identity.deleteMe`. */
export const eraseReminders = async ({ tx, actor: { accountId } }: CommandContext): Promise<void> =>
  void (await tx.delete(reminders).where(eq(reminders.accountId, accountId)))
