import type { TestCity } from '../../../support/city.ts'
import { calendarText, folded } from '#server/features/volunteering/calendar/ics.ts'
import { activities, calendars } from '#server/features/volunteering/tables.ts'
import { openLog } from '#server/http/logs.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { hold, HOUR } from './held-activity.ts'

let city: TestCity
const logged: string[] = []
beforeEach(async () => {
  logged.length = 0
  const log = openLog({ logLevel: 'debug' }, { write: line => void logged.push(line) })
  city = await openTestCity({}, log)
})
afterEach(() => city.close())

const makeLink = async () => {
  await city.as('rider').done('activities.resetCalendar', {})
  return (await city.as('rider').ask('activities.calendar', {})).path!
}
/** As a calendar program does, which has no session. */
const fetched = async (path: string) => await city.fetchAs(undefined)(path)
/** The lines of a feed, unfolded. */
const linesOf = async (path: string) =>
  (await (await fetched(path)).text()).replaceAll('\r\n ', '').split('\r\n')

it('shows one\'s own activities to whoever has the link, and to no cache', async () => {
  expect(await city.as('rider').ask('activities.calendar', {})).toEqual({ path: null })
  const mine = await hold(city, { title: '清扫码头；带水,带手套', words: '集合后\n分两组', bring: '水' })
  await mine.enter('rider')
  const offered = await hold(city, { title: '陪老人聊天', startsAt: city.time.now + 9 * HOUR })
  await offered.enter('rider', 'in')
  const others = await hold(city, { title: '别人的活动' })
  await others.enter('rider2')
  const waiting = await hold(city, { title: '还在候补', startsAt: city.time.now + 20 * HOUR })
  await waiting.enter('rider', 'waiting')

  const path = await makeLink()
  expect(path).toMatch(/^\/calendar\/[\w-]{48}\.ics$/)
  const answer = await fetched(path)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const lines = await linesOf(path)
  expect(lines).toEqual(expect.arrayContaining([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `UID:${mine.id}@little-bee`,
    'DTSTART:20261123T030000Z',
    'DTEND:20261123T060000Z',
    'SUMMARY:清扫码头；带水\\,带手套',
    'DESCRIPTION:集合后\\n分两组\\n请带：水',
    'LOCATION:路口',
    'GEO:30.6;114.27',
    'STATUS:CONFIRMED',
    `URL:${city.settings.publicUrl}/activities/${mine.id}`,
    'END:VCALENDAR',
  ]))
  expect(lines.filter(line => line.startsWith('SUMMARY'))).toHaveLength(2)
})

it('a changed plan has a higher sequence, and one that was called off stays as cancelled', async () => {
  const { id, enter } = await hold(city)
  await enter('rider')
  const path = await makeLink()
  const sequence = async () =>
    Number((await linesOf(path)).find(line => line.startsWith('SEQUENCE:'))!.slice('SEQUENCE:'.length))
  const before = await sequence()
  expect(before).toBeLessThan(2 ** 31)
  city.time.now += 60_000
  await city.as('staff').done('activities.callOff', { activityId: id, words: '下大雨' })
  expect(await sequence()).toBeGreaterThan(before)
  const lines = await linesOf(path)
  expect(lines).toContain('STATUS:CANCELLED')
  expect(lines).toContain('SUMMARY:已取消：路口劝导')
  expect(lines).toContain('LAST-MODIFIED:20261123T020100Z')
})

it('a reset ends the old link; the new one works', async () => {
  const old = await makeLink()
  const path = await makeLink()
  expect(path).not.toBe(old)
  expect((await fetched(old)).status).toBe(404)
  expect((await fetched(path)).status).toBe(200)
})

it('a link with any character changed, somebody else\'s digest or none is answered alike', async () => {
  const path = await makeLink()
  const gone = await fetched(`/calendar/${'A'.repeat(48)}.ics`)
  expect(gone.status).toBe(404)
  const saying = await gone.text()
  for (let i = '/calendar/'.length; i < path.length - '.ics'.length; i++) {
    const other = path[i] === 'A' ? 'B' : 'A'
    const answer = await fetched(path.slice(0, i) + other + path.slice(i + 1))
    expect([answer.status, await answer.text()], `character ${i}`).toEqual([404, saying])
  }
  const bare = path.slice('/calendar/'.length, -'.ics'.length)
  for (const odd of ['', 'x', 'x.ics', bare, '%00.ics', '../x.ics'])
    expect((await fetched(`/calendar/${odd}`)).status, odd).toBe(404)
})

it('neither the database nor the log has the link', async () => {
  const path = await makeLink()
  await fetched(path)
  await fetched(`${path}x`)
  const token = path.slice('/calendar/'.length, -'.ics'.length)
  expect(logged.join('')).toContain('/calendar/:token')
  expect(logged.join('')).not.toContain(token.slice(0, 12))
  expect(await city.database.read.select().from(calendars))
    .toEqual([{ accountId: city.ids.rider, generation: 1 }])
  expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).not.toContain(token.slice(-20))
})

it('ends with the account', async () => {
  const path = await makeLink()
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect((await fetched(path)).status).toBe(404)
})

it('whoever tries links all day is put off', async () => {
  let tried = 0
  for (let status = 404; status === 404; tried++)
    status = (await fetched('/calendar/x.ics')).status
  expect(tried).toBe(2001)
  expect((await fetched('/calendar/x.ics')).headers.get('retry-after')).toBe('300')
})

it('what is long ago is not in it', async () => {
  const { id, enter } = await hold(city)
  await enter('rider')
  const startsAt = city.time.now - 100 * 24 * HOUR
  const past = { startsAt, endsAt: startsAt + HOUR, leaveBy: startsAt }
  await city.database.transact(tx => tx.update(activities).set(past).where(eq(activities.id, id)))
  expect(await linesOf(await makeLink())).not.toContain('BEGIN:VEVENT')
})

it('folds at 75 octets and never inside a character', () => {
  const text = calendarText('名', [{
    uid: 'a@b',
    sequence: 1,
    changedAt: 0,
    startsAt: 0,
    endsAt: 1000,
    summary: '🐝蜜蜂'.repeat(60),
    description: '',
    location: 'a'.repeat(200),
    latitude: 30,
    longitude: 114,
    url: 'https://example.cn',
    status: 'CONFIRMED',
  }])
  const lines = text.split('\r\n')
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  for (const line of lines) {
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(line).not.toContain('\uFFFD')
  }
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${'🐝蜜蜂'.repeat(60)}\r\n`)
  expect(folded('a'.repeat(76))).toBe(`${'a'.repeat(75)}\r\n a`)
})
