import type { PublishAnnouncement } from '#shared/announcements/schemas.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { STREET } from '../../../support/city.ts'

export const HOUR = 3_600_000

/** What staff would fill in: a notice for the street that begins at once and stands for a day. */
export function planOf(city: TestCity, changes: Partial<PublishAnnouncement> = {}): PublishAnnouncement {
  const { startsAt = city.time.now } = changes
  return {
    announcementId: randomUUID(),
    kind: 'notice',
    title: '今晚停水',
    words: '十点以后，水塔街一带',
    areaId: STREET,
    startsAt,
    endsAt: startsAt + 24 * HOUR,
    stationTimes: null,
    ...changes,
  }
}

/** An announcement that somebody publishes by the real command. */
export async function announce(
  city: TestCity,
  changes: Partial<PublishAnnouncement> = {},
  by: PersonName = 'staff',
) {
  const plan = planOf(city, changes)
  await city.as(by).done('announcements.publish', plan)
  return { ...plan, plan }
}
