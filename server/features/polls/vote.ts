import type { Transaction } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import { Buffer } from 'node:buffer'
import { findAccount } from '#server/core/identity/index.ts'
import { sealBytes, unsealBytes } from '#server/core/keys/index.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { OPTIONS_MAX, whyNot } from '#shared/polls/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { pollBoxes, pollNamedVotes, pollOptions, polls, pollVoters } from './tables.ts'

export type Poll = typeof polls.$inferSelect
const COUNTER_BYTES = 4

/**
 * Seals votes by option, always padded to the largest number of options, so that the length reveals nothing.
 */
export function sealVotes(pollId: string, votes: readonly number[]): string {
  const bytes = Buffer.alloc(OPTIONS_MAX * COUNTER_BYTES)
  votes.forEach((n, option) => bytes.writeUInt32LE(n, option * COUNTER_BYTES))
  return sealBytes('ballot boxes', bytes, pollId)
}

/** The votes by option in a sealed box; undefined where it does not open. */
export function openVotes({ pollId, sealed }: typeof pollBoxes.$inferSelect): number[] | undefined {
  const bytes = unsealBytes('ballot boxes', sealed, pollId)
  const options = Array.from({ length: OPTIONS_MAX }, (_, option) => option)
  return bytes && options.map(option => bytes.readUInt32LE(option * COUNTER_BYTES))
}

/**
 * Locks a poll's box, and with it the poll, until the transaction ends; undefined where it has none. Votes,
 * changes and the counting wait for each other here.
 */
export const lockBox = async (tx: Transaction, pollId: string) =>
  await lockRow(tx, pollBoxes, { pollId })

export async function findPoll(tx: Pick<Transaction, 'select'>, pollId: string): Promise<Poll> {
  const [poll] = await tx.select().from(polls).where(eq(polls.id, pollId))
  if (!poll) throw new Refused({ code: 'polls.unknown' })
  return poll
}

/** Refuses a poll that is cancelled or counted. */
export function requirePublished({ state, endWords, endsAt }: Poll): void {
  if (state === 'cancelled') throw new Refused({ code: 'polls.cancelled', words: endWords ?? '' })
  if (state === 'counted') throw new Refused({ code: 'polls.over', at: endsAt })
}

/**
 * Decides `polls.vote`: one vote a person, final. It counts if it was cast before the end and arrives before
 * the counting; if the phone's clock contradicts itself, the time of arrival counts.
 */
export const vote: Handler<'polls.vote'> = async ({ pollId, version, option }, context) => {
  const { tx, actor: { accountId }, now, occurred, isClockDoubtful, nudge } = context
  const box = await lockBox(tx, pollId)
  const poll = await findPoll(tx, pollId)
  requirePublished(poll)
  if (now < poll.startsAt) throw new Refused({ code: 'polls.notBegun' })
  await requireEntitled(context, poll)
  const isFirst = await insertOnce(tx, pollVoters, { pollId, accountId }) === 1
  if (!isFirst) throw new Refused({ code: 'polls.voted' })
  const castAt = isClockDoubtful ? now : occurred
  if (castAt > poll.endsAt) throw new Refused({ code: 'polls.over', at: poll.endsAt })
  const options = await tx.$count(pollOptions, eq(pollOptions.pollId, pollId))
  if (version !== poll.version || option >= options) throw new Refused({ code: 'polls.changed' })

  const votes = box && openVotes(box)
  if (!votes) throw new Error('a ballot box does not open')
  votes[option]!++
  await tx.update(pollBoxes).set({ sealed: sealVotes(pollId, votes) }).where(eq(pollBoxes.pollId, pollId))
  if (poll.ballot === 'named') await tx.insert(pollNamedVotes).values({ pollId, accountId, option })
  // Only the voter is nudged: a stream of turnouts would tell who votes when.
  nudge(accountId, 'polls.open', 'polls.one')
}

async function requireEntitled({ tx, actor }: CommandContext, poll: Poll): Promise<void> {
  const account = await findAccount(tx, actor.accountId)
  const why = account ? whyNot(poll, account) : 'unregistered'
  if (why) throw new Refused({ code: 'polls.notEntitled', why })
}
