import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { notices } from './tables.ts'

export interface NewNotice {
  readonly kind: NoticeKind
  /** The report or complaint it is about, and that report's number. */
  readonly ref?: string | undefined
  readonly number?: number | undefined
  readonly words?: string | undefined
  readonly points?: number | undefined
}

type Row = Omit<typeof notices.$inferInsert, 'readAt' | 'pushedAt'>

const findActive = prepared((tx, { ids }: Slots<{ ids: string[] }>) =>
  tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(inArray(accounts.id, ids), isNull(accounts.deletedAt)))
    .prepare('find_active'),
)
const insertNotice = prepared((tx, slots: Slots<Row>) =>
  tx.insert(notices).values(slots).prepare('insert_notice'),
)

/**
 * Writes a notice to one person or several, each once, unless they have left. Nobody is notified of what they
 * did themselves, except with `evenSelf`: when it was decided long after they did it.
 */
export async function notify(
  { tx, actor, now, nudge }: CommandContext,
  to: string | readonly string[],
  notice: NewNotice,
  { evenSelf = false } = {},
): Promise<void> {
  const meant = [...new Set(typeof to === 'string' ? [to] : to)].filter(
    accountId => evenSelf || accountId !== actor.accountId,
  )
  if (meant.length === 0) return
  const { kind, ref = null, number = null, words = null, points = null } = notice
  for (const { id: accountId } of await findActive(tx, { ids: meant })) {
    await insertNotice(tx, { id: uuidv7(), accountId, kind, ref, number, words, points, at: now })
    nudge(accountId, 'notices.mine')
  }
}

interface Sought {
  readonly accountIds: readonly string[]
  readonly kind: NoticeKind
  readonly refs: readonly string[]
  /** Only notices after this instant (ms). */
  readonly since: number
}
/** Which of these accounts have a notice of that kind about any of these things. */
export async function notifiedOf(
  reader: Reader,
  { accountIds, kind, refs, since }: Sought,
): Promise<Set<string>> {
  const rows = await reader
    .selectDistinct({ accountId: notices.accountId })
    .from(notices)
    .where(and(
      inArray(notices.accountId, [...accountIds]),
      gt(notices.at, since),
      eq(notices.kind, kind),
      inArray(notices.ref, [...refs]),
    ))
  return new Set(rows.map(({ accountId }) => accountId))
}
