import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { randomUUID } from 'node:crypto'
import { streetOf } from '../features/reports/street.ts'
import { hold } from '../features/volunteering/held-activity.ts'
import { tryCare } from './try-care.ts'
import { trySignups } from './try-signups.ts'

const DAY_MS = 86_400_000

/** Signing up, and being there until the no-shows are forgotten. */
export async function tryAttending(city: TestCity, send: Send): Promise<void> {
  await trySignups(city, send)
  const { rider, staff, staff2 } = city.ids
  const held = await hold(city)
  await held.enter('rider')
  await held.enter('rider2')
  for (const [direction, at] of [['in', held.startsAt], ['out', held.endsAt]] as const) {
    city.time.now = at
    await send(rider, 'activities.attend', held.code(direction, at))
  }
  const activityId = held.id
  const hash = await streetOf(city).photo('staff')
  await send(staff, 'activities.finish', { activityId, words: '', photos: [hash] })
  await send(staff, 'activities.removePhoto', { activityId, hash })
  for (const isApproved of [false, true]) {
    const correctionId = randomUUID()
    const times = { inAt: held.startsAt, outAt: held.startsAt + 3_600_000, words: '没电' }
    await send(staff, 'activities.correct', { correctionId, activityId, accountId: rider, ...times })
    await send(staff2, 'activities.approveCorrection', { correctionId, isApproved })
  }
  const now = city.time.now
  city.time.now = held.endsAt + DAY_MS
  await send('system', 'activities.close', { activityId })
  city.time.now = held.endsAt + 90 * DAY_MS
  await send('system', 'activities.forgetMissed', { activityId })
  city.time.now = now
  await tryCare(city, send)
}
