import type { PublishPoll } from '#shared/polls/schemas.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomBytes, randomUUID } from 'node:crypto'
import { countPolls } from '#server/features/polls/count.ts'
import { ARRIVAL_MS } from '#shared/polls/rules.ts'
import { COMMUNITY } from '../../../support/city.ts'

export const HOUR = 3_600_000
/** All who live in the community of the tests. */
export const neighbours = ['rider', 'rider2', 'rider3', 'resident', 'keeper'] as const

export const newSalt = () => randomBytes(16).toString('base64url')

/** What staff would fill in: a secret poll of three options that begins at once and lasts four hours. */
export function planOf(city: TestCity, changes: Partial<PublishPoll> = {}): PublishPoll {
  const { startsAt = city.time.now } = changes
  return {
    pollId: randomUUID(),
    question: '充电柜装在哪里？',
    words: '',
    options: ['地铁口', '菜场边', '小学旁'].map(text => ({ text, place: null })),
    areaId: COMMUNITY,
    audience: 'everyone',
    works: [],
    companies: [],
    ballot: 'secret',
    quorum: 0,
    startsAt,
    endsAt: startsAt + 4 * HOUR,
    ...changes,
  }
}

/** A poll that somebody publishes by the real command, and what people do about it. */
export async function publish(
  city: TestCity,
  changes: Partial<PublishPoll> = {},
  by: PersonName = 'staff',
) {
  const plan = planOf(city, changes)
  const { pollId } = plan
  await city.as(by).done('polls.publish', plan)
  const one = async (name: PersonName) => await city.as(name).ask('polls.one', { pollId })
  const ballot = (option: number, version = 1) => ({ pollId, version, option, salt: newSalt() })
  const vote = async (name: PersonName, option: number): Promise<Reply> =>
    await city.as(name).sendOne('polls.vote', ballot(option))
  const voteAll = async (options: readonly number[]) => {
    for (const [at, option] of options.entries())
      await city.as(neighbours[at]!).done('polls.vote', ballot(option))
  }
  /** Brings the clock to where the poll is counted, and lets it count. */
  const count = async () => {
    city.time.now = (await one('rider3')).endsAt + ARRIVAL_MS
    return await countPolls(city)
  }
  /** What it brought, by option. */
  const votes = async (name: PersonName = 'rider') => (await one(name)).options.map(({ votes }) => votes)
  return { ...plan, plan, one, ballot, vote, voteAll, count, votes }
}
