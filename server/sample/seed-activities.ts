import type { ActivityKind, Skill } from '#shared/volunteering/rules.ts'
import type { SampleName } from './people.ts'
import type { Seeder } from './seeder.ts'
import type { SampleTeamName } from './teams.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { sampleId } from './people.ts'
import { teamIdOf } from './teams.ts'

const HOUR_MS = 3_600_000

interface Upcoming {
  readonly title: string
  readonly spot: string
  readonly inDays: number
  readonly hour: number
  readonly capacity: number
  readonly kind?: ActivityKind
  readonly team?: SampleTeamName
  readonly skills?: readonly Skill[]
  /** In the order of their sign-ups; those beyond the places wait. */
  readonly people?: readonly SampleName[]
}

/** Activities of the coming two weeks; the first ones are full and have a waiting list. */
const upcoming: readonly Upcoming[] = [
  {
    title: '护学岗',
    spot: '民意街小学门口',
    inDays: 1,
    hour: 7,
    capacity: 2,
    team: 'dawn',
    people: ['riderChen', 'riderLuo', 'rider', 'resident'],
  },
  {
    title: '楼道清杂物',
    spot: '民意四路 12 号',
    inDays: 2,
    hour: 14,
    capacity: 1,
    people: ['rider', 'riderLuo'],
  },
  { title: '给独居老人送餐·周中', spot: '幸福食堂', inDays: 3, hour: 11, capacity: 8, people: ['riderChen'] },
  { title: '非机动车停放整理', spot: '满春街地铁口', inDays: 4, hour: 17, capacity: 10, people: ['riderLuo'] },
  { title: '社区生日会', spot: '民意街驿站', inDays: 5, hour: 19, capacity: 20, kind: 'birthday' },
  { title: '消防通道巡查', spot: '水塔街', inDays: 6, hour: 15, capacity: 6 },
  {
    title: '防诈骗上门讲',
    spot: '永丰社区',
    inDays: 7,
    hour: 10,
    capacity: 5,
    skills: ['dialect'],
    people: ['resident'],
  },
  { title: '骑手恳谈会', spot: '街道会议室', inDays: 8, hour: 20, capacity: 30, kind: 'talk' },
  { title: '小小骑手安全课', spot: '民意街小学', inDays: 9, hour: 16, capacity: 4, skills: ['teaching'] },
  {
    title: '手机剪辑夜校',
    spot: '民意街驿站',
    inDays: 10,
    hour: 19,
    capacity: 12,
    kind: 'course',
    people: ['riderLuo'],
  },
  { title: '旧衣回收', spot: '民意四路', inDays: 11, hour: 9, capacity: 8 },
  { title: '江滩净滩', spot: '汉口江滩', inDays: 12, hour: 8, capacity: 20 },
  { title: '敬老院理发陪护', spot: '幸福敬老院', inDays: 13, hour: 14, capacity: 6 },
]

/** Activities that are still to come, for people to sign up for. */
export async function seedActivities(seeder: Seeder): Promise<void> {
  for (const activity of upcoming) await seedUpcoming(seeder, activity)
}

async function seedUpcoming({ run, now }: Seeder, activity: Upcoming): Promise<void> {
  const { title, spot, inDays, hour, capacity, team } = activity
  const { kind = 'volunteering', skills = [], people = [] } = activity
  const activityId = sampleId(`upcoming ${title}`)
  const startsAt = startOfDay(dayOf(now + inDays * DAY_MS)) + hour * HOUR_MS
  await run('staff', now - 2 * DAY_MS, 'activities.publish', {
    activityId,
    kind,
    title,
    words: '来了先找带队的人签到，结束时再扫一次。',
    bring: '',
    areaId: '420103006003',
    place: { latitude: 30.5795 + inDays / 1000, longitude: 114.2745 },
    spot,
    startsAt,
    endsAt: startsAt + 2 * HOUR_MS,
    leaveBy: startsAt - 12 * HOUR_MS,
    capacity,
    skills: [...skills],
    teamId: team ? teamIdOf(team) : null,
  })
  for (const [at, by] of people.entries())
    await run(by, now - DAY_MS + at * HOUR_MS, 'activities.signUp', { activityId })
}
