import type { City } from '#server/city.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Poll } from './vote.ts'
import { notify } from '#server/core/notices/index.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { ARRIVAL_MS, outcomeOf } from '#shared/polls/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, lte } from 'drizzle-orm'
import { countEntitled, nudgeAll } from './run-poll.ts'
import { pollBoxes, pollNamedVotes, pollOptions, polls, pollTallies, pollVoters } from './tables.ts'
import { findPoll, lockBox, openVotes } from './vote.ts'

/**
 * Decides `polls.count`, sent by a task: opens the box, once. Counts that may not be shown are not stored
 * either, since a result below the quorum would be used as if it had decided something.
 */
export const countPoll: Handler<'polls.count'> = async ({ pollId }, context) => {
  const { tx, now } = context
  const box = await lockBox(tx, pollId)
  const poll = await findPoll(tx, pollId)
  if (poll.state !== 'published') return
  if (now < poll.endsAt + ARRIVAL_MS) throw new Refused({ code: 'polls.running' })

  const voters = await tx
    .select({ accountId: pollVoters.accountId })
    .from(pollVoters)
    .where(eq(pollVoters.pollId, pollId))
    .orderBy(asc(pollVoters.accountId))
  const votes = box && openVotes(box)
  const isWhole = votes !== undefined && votes.reduce((sum, n) => sum + n, 0) === voters.length
  const outcome = isWhole ? outcomeOf(poll, voters.length) : 'lost'
  if (outcome === 'shown') await showTallies(context, pollId, votes!)
  else await tx.delete(pollNamedVotes).where(eq(pollNamedVotes.pollId, pollId))
  await tx.delete(pollBoxes).where(eq(pollBoxes.pollId, pollId))
  await tx
    .update(polls)
    .set({ state: 'counted', outcome, turnout: voters.length, entitled: await countEntitled(tx, poll) })
    .where(eq(polls.id, pollId))
  await tellAll(context, poll, voters.map(({ accountId }) => accountId))
  nudgeAll(context)
}

async function showTallies({ tx }: CommandContext, pollId: string, votes: readonly number[]): Promise<void> {
  const options = await tx.$count(pollOptions, eq(pollOptions.pollId, pollId))
  await tx.insert(pollTallies).values(votes.slice(0, options).map((n, option) => ({ pollId, option, n })))
}

/** Notifies the voters and the maker. */
async function tellAll(context: CommandContext, poll: Poll, voters: readonly string[]): Promise<void> {
  const { id, question, madeBy } = poll
  await notify(context, [...voters, madeBy], { kind: 'polls.counted', ref: id, words: question })
}

/** Counts the polls whose time has passed. */
export async function countPolls(city: City): Promise<number> {
  const due = await city.database.read
    .select({ pollId: polls.id })
    .from(polls)
    .where(and(eq(polls.state, 'published'), lte(polls.endsAt, city.clock() - ARRIVAL_MS)))
    .orderBy(asc(polls.endsAt), asc(polls.id))
  return await asSystem(city, 'polls.count', due)
}
