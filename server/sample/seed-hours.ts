import type { SampleName } from './people.ts'
import type { Seeder } from './seeder.ts'
import type { SampleTeamName } from './teams.ts'
import { createHmac } from 'node:crypto'
import { codeKeyFor } from '#server/core/proofs/index.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { codeBytes, codeUrl, epochOf } from '#shared/proofs/codes.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { CLOSES_AFTER_MS } from '#shared/volunteering/rules.ts'
import { sampleId } from './people.ts'
import { teamIdOf } from './teams.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** From which to which minute of the plan somebody was there; null: they did not come. */
interface Stay { readonly by: SampleName, readonly minutes: readonly [number, number] | null }
interface PastActivity {
  readonly title: string
  readonly spot: string
  readonly daysAgo: number
  readonly hour: number
  readonly lasts: number
  readonly words: string
  /** The team in whose name it was. */
  readonly team?: SampleTeamName
  readonly stays: readonly Stay[]
}

const pastActivities: readonly PastActivity[] = [
  {
    title: '早高峰路口文明劝导',
    spot: '民意街小学门口',
    daysAgo: 24,
    hour: 7,
    lasts: 2,
    team: 'dawn',
    words: '劝导 40 多起，孩子们都安全进了校门。谢谢大家起早。',
    stays: [
      { by: 'rider', minutes: [-8, 121] },
      { by: 'riderChen', minutes: [2, 120] },
      { by: 'resident', minutes: [0, 62] },
    ],
  },
  {
    title: '给独居老人送餐',
    spot: '幸福食堂',
    daysAgo: 11,
    hour: 11,
    lasts: 2,
    team: 'meal',
    words: '送了 26 份午餐，王爹爹让转告：谢谢小哥。',
    stays: [
      { by: 'rider', minutes: [-3, 118] },
      { by: 'riderLuo', minutes: [1, 122] },
      { by: 'riderChen', minutes: null },
    ],
  },
  {
    title: '飞线充电排查',
    spot: '民意四路',
    daysAgo: 4,
    hour: 14,
    lasts: 3,
    words: '查了 12 个楼栋，9 处当场整改。',
    stays: [{ by: 'rider', minutes: [4, 176] }, { by: 'riderLuo', minutes: [0, 180] }],
  },
]

/** Activities of the last weeks: people signed up, were there by the leader's code, and got their hours. */
export async function seedHours(seeder: Seeder): Promise<void> {
  for (const activity of pastActivities) await seedActivity(seeder, activity)
  await correctOne(seeder)
  const people = new Set<SampleName>(pastActivities.flatMap(({ stays }) => stays.map(({ by }) => by)))
  for (const by of [...people, 'staff', 'adminSecond'] as const)
    await seeder.run(by, seeder.now, 'notices.read', { upTo: seeder.now - DAY_MS - 1 })
}

const idOf = ({ title }: Pick<PastActivity, 'title'>) => sampleId(`activity ${title}`)

function spanOf({ now }: Seeder, { daysAgo, hour, lasts }: PastActivity) {
  const startsAt = startOfDay(dayOf(now - daysAgo * DAY_MS)) + hour * HOUR_MS
  return { startsAt, endsAt: startsAt + lasts * HOUR_MS }
}

async function seedActivity(seeder: Seeder, activity: PastActivity): Promise<void> {
  const { run, takePhoto } = seeder
  const { title, spot, words, team, stays } = activity
  const activityId = idOf(activity)
  const { startsAt, endsAt } = spanOf(seeder, activity)
  await run('staff', startsAt - 6 * DAY_MS, 'activities.publish', {
    activityId,
    kind: 'volunteering',
    title,
    words: '来了先找带队的人签到，结束时再扫一次。',
    bring: '反光背心、水杯',
    areaId: '420103006003',
    place: { latitude: 30.5795, longitude: 114.2745 },
    spot,
    startsAt,
    endsAt,
    leaveBy: startsAt - 12 * HOUR_MS,
    capacity: 12,
    skills: [],
    teamId: team ? teamIdOf(team) : null,
  })
  for (const [i, { by }] of stays.entries())
    await run(by, startsAt - 5 * DAY_MS + i * HOUR_MS, 'activities.signUp', { activityId })
  for (const { by, minutes } of stays) {
    for (const [i, minute] of (minutes ?? []).entries()) {
      const at = startsAt + minute * MINUTE_MS
      const proof = { by: 'code', text: codeOf(activityId, at), seenAt: at } as const
      await run(by, at + 1000, 'activities.attend', { activityId, direction: i === 0 ? 'in' : 'out', proof })
    }
  }
  const photos = [await takePhoto('staff', 'litter', true, activity.daysAgo)]
  await run('staff', endsAt + HOUR_MS, 'activities.finish', { activityId, words, photos })
  await run('system', endsAt + CLOSES_AFTER_MS, 'activities.close', { activityId })
}

function codeOf(activityId: string, at: number): string {
  const bound = { purpose: 'activity', subject: subjectOf(activityId) } as const
  const signed = codeBytes({ ...bound, epoch: epochOf(at) })
  const mac = createHmac('sha256', codeKeyFor(bound, dayOf(at))).update(signed).digest()
  return codeUrl('https://localhost', signed, mac)
}

/**
 * A correction of hours: somebody's phone had died before the check-out, so staff asked for the whole time
 * and an admin approved it.
 */
async function correctOne(seeder: Seeder): Promise<void> {
  const [activity] = pastActivities
  const { startsAt, endsAt } = spanOf(seeder, activity!)
  const correctionId = sampleId('correction of hours')
  await seeder.run('staff', endsAt + 3 * HOUR_MS, 'activities.correct', {
    correctionId,
    activityId: idOf(activity!),
    accountId: sampleId('resident'),
    inAt: startsAt,
    outAt: endsAt,
    words: '中途手机没电，全程都在',
  })
  await seeder.run('adminSecond', endsAt + 5 * HOUR_MS, 'activities.approveCorrection', {
    correctionId,
    isApproved: true,
  })
}
