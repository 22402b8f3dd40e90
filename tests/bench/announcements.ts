import { randomUUID } from 'node:crypto'
import { openTestCity, STREET } from '../support/city.ts'
import { eventsIn, nextNudge } from '../support/events.ts'
import { median, promise } from './measure.ts'

// From the moment that staff send an alert until open pages have it: each hears the nudge on its stream, and
// asks. Beside it what the same question takes alone, for the machine may be busy.
const PAGES = 40
const ROUNDS = 7
const ALERT_MS_MAX = 2000

const city = await openTestCity({ LIMITS_FACTOR: '1000000' })
const names = ['rider', 'rider2', 'rider3', 'resident', 'keeper', 'admin', 'staff2', 'unit'] as const
const pages = await Promise.all(Array.from({ length: PAGES }, async (_, at) => {
  const who = city.as(names[at % names.length]!)
  const events = eventsIn(await who.fetch('/api/events'))
  await events.next()
  return { who, events }
}))
const ask = async ({ who }: (typeof pages)[number]) =>
  (await who.ask('announcements.now', {})).announcements.map(({ id }) => id)

const [told, alone]: [number[], number[]] = [[], []]
for (let round = 0; round < ROUNDS; round++) {
  const announcementId = randomUUID()
  const began = performance.now()
  const arrived = pages.map(async (page) => {
    while (!(await nextNudge(page.events)).includes('announcements.now'));
    await ask(page)
    return performance.now() - began
  })
  await city.as('staff').done('announcements.publish', {
    ...{ announcementId, kind: 'alert', title: '暴雨红色预警', words: '', areaId: STREET },
    ...{ startsAt: city.time.now, endsAt: city.time.now + 3_600_000, stationTimes: null },
  })
  told.push(Math.max(...await Promise.all(arrived)))
  const asked = performance.now()
  await Promise.all(pages.map(ask))
  alone.push(performance.now() - asked)
}
const ms = median(told)
promise(`an alert on ${PAGES} open pages, the last of them (ms)`, ms, ms <= ALERT_MS_MAX, `≤ ${ALERT_MS_MAX}`)
console.log(`all of them asking alone take ${median(alone).toFixed(0)} ms`)
for (const { events } of pages) await events.return()
await city.close()
