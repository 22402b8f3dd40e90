import type { City } from '#server/city.ts'
import type { PublishPoll } from '#shared/polls/schemas.ts'
import type { SampleName } from './people.ts'
import type { Seeder } from './seeder.ts'
import { createHash } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { ARRIVAL_MS } from '#shared/polls/rules.ts'
import { and, gt, inArray } from 'drizzle-orm'
import { sampleId, samplePeople, STREET } from './people.ts'

const HOUR_MS = 3_600_000
/**
 * How long ago the sample people's accounts were made (ms), since an account newer than a poll has no vote in
 * it.
 */
const HERE_MS = 60 * DAY_MS
const SALT_CHARS = 22

interface SamplePoll extends Pick<PublishPoll, 'question' | 'words'> {
  /** Begins this many days from now. */
  readonly from: number
  readonly to: number
  readonly options: readonly (string | { readonly text: string, readonly at: readonly [number, number] })[]
  /** Who chose what, in the order in which they voted. */
  readonly votes: readonly (readonly [by: SampleName, option: number])[]
  readonly more?: Partial<PublishPoll>
}

const samplePolls: readonly SamplePoll[] = [
  {
    question: '新的充电柜装在哪里？',
    words: '街道有一台十二格的充电柜，年底前装好。三个地方都能拉电，选你最常路过的。',
    from: -1,
    to: 4,
    options: [
      { text: '民意街驿站门口', at: [30.5802, 114.2748] },
      { text: '满春街地铁口', at: [30.5777, 114.2795] },
      { text: '幸福食堂旁边', at: [30.5836, 114.2712] },
    ],
    votes: [['riderChen', 0], ['riderLuo', 2]],
  },
  {
    question: '冬天发哪一种防寒用品？',
    words: '只能订一种，每位小哥一份。',
    from: -2,
    to: 2,
    options: ['头盔暖罩', '护膝', '加厚手套', '保温杯'],
    votes: [['riderLuo', 2]],
    more: { ballot: 'named', audience: 'couriers' },
  },
  {
    question: '春节哪几天驿站留人值守？',
    words: '',
    from: 2,
    to: 9,
    options: ['除夕到初三', '初四到初七', '天天都要'],
    votes: [],
  },
  {
    question: '驿站晚上开到几点？',
    words: '从下个月起照结果执行。',
    from: -9,
    to: -2,
    options: ['晚上 10 点', '晚上 12 点', '通宵'],
    votes: [['rider', 1], ['resident', 0], ['riderChen', 1], ['keeper', 1], ['riderLuo', 2]],
  },
  {
    question: '巷口要不要装减速带？',
    words: '',
    from: -12,
    to: -5,
    options: ['要', '不要'],
    votes: [['rider', 0], ['resident', 0]],
    more: { quorum: 20 },
  },
]

/** Polls to come, running and counted. */
export async function seedPolls(city: City, seeder: Seeder): Promise<void> {
  await city.database.transact(async tx => void await tx
    .update(accounts)
    .set({ createdAt: seeder.now - HERE_MS })
    .where(and(
      inArray(accounts.id, Object.keys(samplePeople).map(sampleId)),
      gt(accounts.createdAt, seeder.now - HERE_MS),
    )))
  for (const poll of samplePolls) await seedPoll(seeder, poll)
}

async function seedPoll({ run, now }: Seeder, poll: SamplePoll): Promise<void> {
  const { question, words, options, from, to, votes, more } = poll
  const pollId = sampleId(`poll ${question}`)
  const [startsAt, endsAt] = [now + from * DAY_MS, now + to * DAY_MS]
  await run('staff', Math.min(startsAt, now) - HOUR_MS, 'polls.publish', {
    pollId,
    question,
    words,
    options: options.map(option => typeof option === 'string'
      ? { text: option, place: null }
      : { text: option.text, place: { latitude: option.at[0], longitude: option.at[1] } }),
    areaId: STREET,
    audience: 'everyone',
    works: [],
    companies: [],
    ballot: 'secret',
    quorum: 0,
    startsAt,
    endsAt,
    ...more,
  })
  for (const [at, [by, option]] of votes.entries()) {
    // Not random, so that a resumed chapter sends the same input; the voters are invented.
    const salt = createHash('sha256').update(`${pollId} ${by}`).digest('base64url').slice(0, SALT_CHARS)
    await run(by, startsAt + (at + 1) * HOUR_MS, 'polls.vote', { pollId, version: 1, option, salt })
  }
  if (to < 0) await run('system', endsAt + ARRIVAL_MS, 'polls.count', { pollId })
}
