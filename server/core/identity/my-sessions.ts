import type { CommandContext, QueryHandler } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import type { CommandInput } from '#shared/commands.ts'
import { hash } from 'node:crypto'
import { and, desc, eq, gt, inArray } from 'drizzle-orm'
import { sessions } from './tables.ts'

/** What a session is called outside: its hash again, so that neither can be had from the other. */
const idOf = (tokenHash: string): string => hash('sha256', tokenHash, 'hex').slice(0, 32)

/** Answers `identity.sessions`. */
export const mySessions: QueryHandler<'identity.sessions'> = async (_input, { read, actor, now }) => {
  const rows = await read
    .select()
    .from(sessions)
    .where(and(eq(sessions.accountId, actor.accountId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.seenAt), desc(sessions.createdAt))
  return rows.map(({ tokenHash, device, network, createdAt, seenAt }) => ({
    id: idOf(tokenHash),
    device,
    network,
    since: createdAt,
    seenAt,
    isThis: tokenHash === actor.session,
  }))
}

/**
 * Decides `identity.endSessions`: one's own only; one that is over already is no mistake. `parts`: the
 * features that gave devices something.
 */
export const endSessionsWith = (parts: readonly Pick<Personal, 'signOut'>[]) =>
  async (
    { sessionId }: CommandInput<'identity.endSessions'>,
    context: CommandContext,
  ): Promise<void> => {
    const { tx, actor: { accountId }, nudge } = context
    const own = await tx
      .select({ tokenHash: sessions.tokenHash })
      .from(sessions)
      .where(eq(sessions.accountId, accountId))
    const hashes = own.map(({ tokenHash }) => tokenHash)
    const remaining = hashes.filter(tokenHash => sessionId !== null && idOf(tokenHash) !== sessionId)
    const ended = hashes.filter(tokenHash => !remaining.includes(tokenHash))
    if (ended.length > 0) await tx.delete(sessions).where(inArray(sessions.tokenHash, ended))
    for (const { signOut } of parts) await signOut?.(context, remaining)
    // Whoever's session has ended asks, is answered 401, and is out.
    nudge(accountId, 'identity.me', 'identity.sessions')
  }
