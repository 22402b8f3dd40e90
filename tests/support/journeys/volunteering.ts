import type { ActivityKind } from '#shared/volunteering/rules.ts'
import type { Api, Phone } from './phone.ts'
import { randomUUID } from 'node:crypto'
import { COMMUNITY } from '../template.ts'
import { placeOf } from './people.ts'

const HOUR_MS = 3_600_000

/** Publishes an activity that begins so many hours from now. */
export async function publish(
  staff: Api,
  more: { title: string, inHours?: number, capacity?: number, kind?: ActivityKind },
) {
  const { title, inHours = 48, capacity = 5, kind = 'volunteering' } = more
  const activityId = randomUUID()
  const startsAt = Date.now() + inHours * HOUR_MS
  await staff.send('activities.publish', {
    activityId,
    kind,
    title,
    words: '',
    bring: '',
    areaId: COMMUNITY,
    place: placeOf('near'),
    spot: '社区大门口',
    startsAt,
    endsAt: startsAt + 2 * HOUR_MS,
    leaveBy: startsAt,
    capacity,
    skills: [],
    teamId: null,
  })
  return activityId
}

/** An activity in a list or on 首页, by its address: another journey may have published one so titled. */
export const rowOf = ({ page }: Phone, activityId: string) =>
  page.locator(`main a[href="/activities/${activityId}"]`)
