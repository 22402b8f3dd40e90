import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { randomUUID } from 'node:crypto'
import { planOf } from '../features/announcements/announced.ts'
import { tryPolls } from './try-polls.ts'

/** The calendar's link, a card and a birthday; polls; an announcement that lengthens hours. */
export async function tryCare(city: TestCity, send: Send): Promise<void> {
  const { rider } = city.ids
  const cardId = randomUUID()
  await send(rider, 'activities.resetCalendar', {})
  await send(rider, 'cards.make', { cardId, lines: ['hours'] })
  await send(rider, 'cards.withdraw', { cardId })
  await send(rider, 'birthdays.keep', { month: 12, day: 3, agreed: true, salt: 'A'.repeat(22) })
  await send('system', 'birthdays.invite', { month: 12, year: 2026 })
  await send(rider, 'birthdays.forget', {})
  await tryPolls(city, send)
  const plan = planOf(city, { stationTimes: { opens: 0, closes: 1440 } })
  await send(city.ids.staff, 'announcements.publish', plan)
  await send(city.ids.staff, 'announcements.end', { announcementId: plan.announcementId, words: '好了' })
}
