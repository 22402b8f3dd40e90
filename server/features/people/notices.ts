import type { City } from '#server/city.ts'
import type { Reader } from '#server/database/database.ts'
import type { Nudge } from '#server/sync/changes.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { HeldPost, PostKind } from '#shared/identity/posts.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { posts, scopeName } from '#server/core/posts/index.ts'
import { roleNames } from '#shared/identity/roles.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { and, eq, gt, isNull, lte, or } from 'drizzle-orm'

type Post = HeldPost & { readonly accountId: string, readonly reason: string }

/** 小巷顾问（江汉区 · 花楼街道），2026年12月1日起，到 2027年1月31日. */
async function postText(read: Reader, post: HeldPost, now: number): Promise<string> {
  const { kind, from, until } = post
  const begins = from > now ? [`${dayText(from)}起`] : []
  const ends = until === null ? [] : [`到 ${dayText(until - 1)}`]
  return [`${roleNames[kind]}（${await scopeName(read, post)}）`, ...begins, ...ends].join('，')
}

function dayText(instant: number): string {
  const [year, month, day] = dayOf(instant).split('-').map(Number)
  return `${year}年${month}月${day}日`
}

/** Notifies the holder of a new post; this notice and that of its end share one line of the inbox. */
export async function notifyGiven(context: CommandContext, post: Post): Promise<void> {
  const words = await postText(context.tx, post, context.now)
  await notify(context, post.accountId, { kind: 'people.given', ref: post.id, words })
}

export async function notifyEnded(context: CommandContext, post: Post, reason: string): Promise<void> {
  const words = `${await postText(context.tx, post, context.now)}，原因：${reason}`
  await notify(context, post.accountId, { kind: 'people.ended', ref: post.id, words })
}

/** Notifies the other admins that an admin's post waits for one of them. */
export async function notifyAdmins(context: CommandContext, { accountId, ...post }: Post): Promise<void> {
  const { tx, actor } = context
  const [person, giver] = [await findAccount(tx, accountId), await findAccount(tx, actor.accountId)]
  const words = `${person?.name ?? ''}任${roleNames[post.kind]}，${giver?.name ?? ''}提交，原因：${post.reason}`
  await notify(context, { role: 'admin', scope: '' }, { kind: 'people.toConfirm', ref: accountId, words })
}

/** Nudges about posts whose terms began or ended by themselves after `since` (ms). */
export async function nudgeTerms({ database, changes, clock }: City, since: number): Promise<void> {
  const now = clock()
  const turned = await database.read
    .select({ accountId: posts.accountId, kind: posts.kind })
    .from(posts)
    .where(and(
      isNull(posts.endedAt),
      eq(posts.awaitsConfirmation, false),
      or(
        and(gt(posts.from, since), lte(posts.from, now)),
        and(gt(posts.until, since), lte(posts.until, now)),
      ),
    ))
  const nudges: Nudge[] = []
  const nudge: CommandContext['nudge'] = (to, ...names) => void nudges.push({ to, names })
  for (const kind of new Set(turned.map(post => post.kind))) nudgeHolders({ nudge }, kind)
  for (const { accountId } of turned) nudge(accountId, 'identity.me', 'notices.mine')
  if (nudges.length > 0) await changes.publish(nudges)
}

/** Nudges the desks that list who holds posts, and of a keeper those of the station. */
export function nudgeHolders({ nudge }: Pick<CommandContext, 'nudge'>, kind: PostKind): void {
  nudge('*', 'people.find', 'people.one')
  if (kind === 'keeper') nudge('*', 'stations.detail', 'stations.book')
}
