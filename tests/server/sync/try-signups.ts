import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { randomUUID } from 'node:crypto'
import { COMMUNITY, PLACE } from '../../support/city.ts'

const DAY_MS = 86_400_000

/** From a draft to an activity that is called off, with a waiting list that moves up. */
export async function trySignups(city: TestCity, send: Send): Promise<void> {
  const { rider, rider2, rider3, resident, staff } = city.ids
  const activityId = randomUUID()
  const startsAt = city.time.now + 3 * DAY_MS
  const plan = {
    activityId,
    kind: 'volunteering' as const,
    title: '路口劝导',
    words: '',
    bring: '',
    areaId: COMMUNITY,
    place: PLACE,
    spot: '路口',
    startsAt,
    endsAt: startsAt + 3_600_000,
    leaveBy: startsAt,
    capacity: 1,
    skills: [],
    teamId: null,
  }
  await send(staff, 'activities.draft', plan)
  await send(staff, 'activities.publish', { ...plan, seen: city.time.now })
  const copies = [{ activityId: randomUUID(), startsAt: startsAt + 7 * DAY_MS }]
  await send(staff, 'activities.repeat', { activityId, copies })
  await send(staff, 'activities.discard', { activityId: copies[0]!.activityId })
  for (const accountId of [rider, rider2, rider3, resident])
    await send(accountId, 'activities.signUp', { activityId })
  await send(rider, 'activities.leave', { activityId })
  await send(rider2, 'activities.accept', { activityId })
  await send(staff, 'activities.remove', { activityId, accountId: rider2, words: '重复报名' })
  await send(staff, 'activities.readmit', { activityId, accountId: rider2 })
  city.time.now += DAY_MS
  await send('system', 'activities.lapse', { activityId })
  await send(staff, 'activities.message', { activityId, words: '早十分钟到' })
  await send(staff, 'activities.callOff', { activityId, words: '下雨' })
  city.time.now -= DAY_MS
}
