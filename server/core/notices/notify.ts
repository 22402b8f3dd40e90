import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { Post } from './posts.ts'
import { accounts } from '#server/core/identity/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { piecesOf } from '#server/database/rows.ts'
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { holdersOf } from './posts.ts'
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

/** Notices about any of these things, after an instant (ms). */
export interface Told { readonly refs: readonly string[], readonly since: number }
interface Options {
  readonly evenSelf?: boolean
  /** Leaves out everybody who already has a notice of the same kind about one of these. */
  readonly unlessTold?: Told | undefined
}

/** A person by their account's id, or whoever holds a post. */
export type Addressee = string | Post

/**
 * Writes a notice to people and to holders of posts, each once, unless the account is erased. A notice to a
 * post is shown while the post is held; one to a person stays. Nobody is notified of their own act, except
 * with `evenSelf`, for decisions that come long after it.
 */
export async function notify(
  context: Pick<CommandContext, 'tx' | 'actor' | 'now' | 'nudge'>,
  to: Addressee | readonly Addressee[],
  notice: NewNotice,
  { evenSelf = false, unlessTold }: Options = {},
): Promise<void> {
  const { tx, actor, now, nudge } = context
  const posts = await postsOf(context, Array.isArray(to) ? to as Addressee[] : [to as Addressee])
  if (!evenSelf) posts.delete(actor.accountId)
  if (posts.size === 0) return
  if (unlessTold) {
    for (const some of piecesOf([...posts.keys()])) {
      for (const told of await toldOf(context, some, notice.kind, unlessTold)) posts.delete(told)
    }
  }
  const { kind, ref = null, number = null, words = null, points = null } = notice
  for (const ids of piecesOf([...posts.keys()])) {
    for (const { id: accountId } of await findActive(tx, { ids })) {
      const post = posts.get(accountId)
      const by = { postRole: post?.role ?? null, postScope: post?.scope ?? null }
      await insertNotice(tx, { id: uuidv7(), accountId, kind, ref, number, words, points, at: now, ...by })
      nudge(accountId, 'notices.mine')
    }
  }
}

/** All addressees, each with the post by which they are addressed; null for those addressed in person. */
async function postsOf(
  { tx, now }: Pick<CommandContext, 'tx' | 'now'>,
  to: readonly Addressee[],
): Promise<Map<string, Post | null>> {
  const meant = new Map<string, Post | null>()
  for (const each of to) {
    if (typeof each === 'string') {
      meant.set(each, null)
    }
    else {
      for (const id of await holdersOf(tx, each, now)) meant.set(id, meant.has(id) ? meant.get(id)! : each)
    }
  }
  return meant
}

/** The accounts among these that already have such a notice. */
async function toldOf(
  { tx }: Pick<CommandContext, 'tx'>,
  accountIds: string[],
  kind: NoticeKind,
  { refs, since }: Told,
): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ accountId: notices.accountId })
    .from(notices)
    .where(and(
      inArray(notices.accountId, accountIds),
      gt(notices.at, since),
      eq(notices.kind, kind),
      inArray(notices.ref, [...refs]),
    ))
  return rows.map(({ accountId }) => accountId)
}
