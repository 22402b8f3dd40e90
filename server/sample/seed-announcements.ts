import type { Seeder } from './seeder.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { sampleId, STREET } from './people.ts'

const HOUR_MS = 3_600_000

/**
 * One announcement of each kind: an alert with longer hours, a notice, one to come, one that was ended early.
 */
export async function seedAnnouncements({ run, now }: Seeder): Promise<void> {
  const midnight = (days: number) => startOfDay(dayOf(now + days * DAY_MS))
  const announce = async (name: string, at: number, plan: Plan) =>
    await run('staff', at, 'announcements.publish', {
      ...{ announcementId: sampleId(`announcement ${name}`), areaId: STREET, stationTimes: null },
      ...plan,
    })
  await announce('water', now - 3 * DAY_MS, {
    kind: 'notice',
    title: '民意四路停水，请提前接水',
    words: '管道抢修，预计当晚恢复。',
    startsAt: now - 3 * DAY_MS,
    endsAt: now + DAY_MS,
  })
  const words = '管道提前修好，已经来水'
  const ended = { announcementId: sampleId('announcement water'), words }
  await run('staff', now - 3 * DAY_MS + 6 * HOUR_MS, 'announcements.end', ended)
  await announce('cold', now - 2 * HOUR_MS, {
    kind: 'alert',
    title: '寒潮蓝色预警：夜里降到零下，路面结冰',
    words: '骑车放慢、少走桥面。驿站这几天夜里也开，进来喝口热水再走。',
    startsAt: now - 2 * HOUR_MS,
    endsAt: midnight(3),
    stationTimes: { opens: 7 * 60, closes: 24 * 60 },
  })
  await announce('tax', now - HOUR_MS, {
    kind: 'notice',
    title: '反诈宣讲本周六上午在永丰社区',
    words: '',
    startsAt: now - HOUR_MS,
    endsAt: midnight(6),
  })
  await announce('festival', now - HOUR_MS, {
    kind: 'notice',
    title: '元旦期间民意一路步行街禁止骑行',
    words: '请从民意二路绕行。',
    startsAt: midnight(20),
    endsAt: midnight(24),
  })
}
interface Plan {
  readonly kind: 'notice' | 'alert'
  readonly title: string
  readonly words: string
  readonly startsAt: number
  readonly endsAt: number
  readonly stationTimes?: { readonly opens: number, readonly closes: number }
}
