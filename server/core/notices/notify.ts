import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
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

/** Tells one person or several, each once. Nobody is told of what they did themselves. */
export async function notify({ tx, actor, now, nudge }: CommandContext, to: string | readonly string[], notice: NewNotice): Promise<void> {
  const told = [...new Set(typeof to === 'string' ? [to] : to)].filter(accountId => accountId !== actor.accountId)
  if (told.length === 0) return
  await tx.insert(notices).values(told.map(accountId => ({ ...notice, id: uuidv7(), accountId, at: now })))
  for (const accountId of told) nudge(accountId, 'notices.mine')
}
