import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { notices } from './tables.ts'

export interface NewNotice {
  readonly kind: NoticeKind
  /** The report or complaint it speaks of, and that report's number. */
  readonly ref?: string | undefined
  readonly number?: number | undefined
  readonly words?: string | undefined
  readonly points?: number | undefined
}

type Row = Omit<typeof notices.$inferInsert, 'readAt' | 'pushedAt'>

const findOne = prepared((tx, { id }: Slots<{ id: string }>) =>
  tx.select({ id: accounts.id }).from(accounts).where(and(eq(accounts.id, id), isNull(accounts.deletedAt))).prepare('find_one_to_tell'))
const insertOne = prepared((tx, slots: Slots<Row>) => tx.insert(notices).values(slots).prepare('insert_notice'))

/**
 * Tells one person or several, each once, unless they have left. Nobody is told of what they did themselves, but `evenSelf`:
 * when it was decided long after they did it.
 */
export async function notify({ tx, actor, now, nudge }: CommandContext, to: string | readonly string[], notice: NewNotice, { evenSelf = false } = {}): Promise<void> {
  const meant = [...new Set(typeof to === 'string' ? [to] : to)].filter(accountId => evenSelf || accountId !== actor.accountId)
  if (meant.length === 0) return
  const told = meant.length === 1
    ? await findOne(tx, { id: meant[0]! })
    : await tx.select({ id: accounts.id }).from(accounts).where(and(inArray(accounts.id, meant), isNull(accounts.deletedAt)))
  const { kind, ref = null, number = null, words = null, points = null } = notice
  const rows = told.map(({ id: accountId }): Row => ({ id: uuidv7(), accountId, kind, ref, number, words, points, at: now }))
  if (rows.length === 1) await insertOne(tx, rows[0]!)
  else if (rows.length > 1) await tx.insert(notices).values(rows)
  for (const { id } of told) nudge(id, 'notices.mine')
}
