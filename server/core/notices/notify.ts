import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { and, inArray, isNull } from 'drizzle-orm'
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

/** Tells one person or several, each once. Nobody is told of what they did themselves, or after they have left. */
export async function notify({ tx, actor, now, nudge }: CommandContext, to: string | readonly string[], notice: NewNotice): Promise<void> {
  const meant = [...new Set(typeof to === 'string' ? [to] : to)].filter(accountId => accountId !== actor.accountId)
  if (meant.length === 0) return
  const told = await tx.select({ id: accounts.id }).from(accounts).where(and(inArray(accounts.id, meant), isNull(accounts.deletedAt)))
  if (told.length === 0) return
  await tx.insert(notices).values(told.map(({ id: accountId }) => ({ ...notice, id: uuidv7(), accountId, at: now })))
  for (const { id } of told) nudge(id, 'notices.mine')
}
