import type { CommandContext, QueryHandler } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { QueryName } from '#shared/queries.ts'
import { hash } from 'node:crypto'
import { and, desc, eq, gt, inArray } from 'drizzle-orm'
import { sessions } from './tables.ts'

/** A session's public id: the hash of its hash, which reveals neither the hash nor the token. */
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

/** The account whose sessions end, and the features that gave something to its devices. */
interface Ending {
  readonly context: Pick<CommandContext, 'tx' | 'actor'>
  readonly parts: readonly Pick<Personal, 'signOut'>[]
}

/**
 * Ends all sessions of the actor except those that `stays` names, and withdraws what features gave to their
 * devices.
 */
export async function endOwnSessions(
  { context, parts }: Ending,
  stays: (tokenHash: string) => boolean,
): Promise<void> {
  const { tx, actor: { accountId } } = context
  const own = await tx
    .select({ tokenHash: sessions.tokenHash })
    .from(sessions)
    .where(eq(sessions.accountId, accountId))
  const hashes = own.map(({ tokenHash }) => tokenHash)
  const remaining = hashes.filter(stays)
  const ended = hashes.filter(tokenHash => !remaining.includes(tokenHash))
  if (ended.length > 0) await tx.delete(sessions).where(inArray(sessions.tokenHash, ended))
  for (const { signOut } of parts) await signOut?.(context, remaining)
}

/**
 * Nudges the phones of ended sessions: they ask these queries again, get a 401 and show that they are signed
 * out.
 */
export const endedNudge = ['identity.me', 'identity.sessions'] as const satisfies QueryName[]

/**
 * Decides `identity.endSessions`, for one's own sessions only; one that has ended already is accepted too.
 */
export const endSessionsWith = (parts: Ending['parts']) =>
  async (
    { sessionId }: CommandInput<'identity.endSessions'>,
    context: CommandContext,
  ): Promise<void> => {
    await endOwnSessions(
      { context, parts },
      tokenHash => sessionId !== null && idOf(tokenHash) !== sessionId,
    )
    context.nudge(context.actor.accountId, ...endedNudge)
  }
