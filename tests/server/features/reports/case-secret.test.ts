import type { TestCity } from '../../../support/city.ts'
import { sendCaseLinks } from '#server/features/reports/cases/steer.ts'
import { openLog } from '#server/http/logs.ts'
import { afterEach, expect, it } from 'vitest'
import { byLink, secretFor } from '../../../support/case-link.ts'
import { openTestCity, UNITS } from '../../../support/city.ts'
import { stored } from '../polls/two-worlds.ts'
import { streetOf } from './street.ts'

let lines = ''
let city: TestCity
const log = openLog({ logLevel: 'trace' }, { write: line => void (lines += line) })
const HOUR = 3_600_000
const one = '/api/queries/cases.one'

/** A report with a unit that works by links, and what opens its link. */
async function sent(): Promise<{ reportId: string, secret: string }> {
  lines = ''
  city = await openTestCity({}, log)
  const street = streetOf(city)
  const unit = { unitId: UNITS.power, worksByLink: true, linkPhone: '13800000555', reason: '不登录' }
  await city.as('admin').done('people.linkUnit', unit)
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  await city.as('staff').done('reports.move', { reportId, to: 'assigned', unitId: UNITS.power })
  return { reportId, secret: await secretFor(city, reportId) }
}
afterEach(async () => await city.close())

it('what opens a link is in no log and in no table, nor is the number it went to in a log', async () => {
  const { reportId, secret } = await sent()
  await sendCaseLinks(city)
  await sendCaseLinks({ ...city, sms: { ...city.sms, sendLink: () => Promise.reject(new Error('no')) } })
  const link = byLink(city, secret)
  const { lastStep: seen } = await link.ask('cases.one', {})
  await link.done('cases.open', {})
  await link.fetch(`/api/photos/${'a'.repeat(64)}/full`)
  await byLink(city, `${secret.slice(0, -1)}~`).fetch(one)
  await city.as('staff').ask('cases.print', { reportId })
  await link.done('cases.handBack', { seen, words: '不归我们' })
  expect((await link.fetch(one)).status).toBe(410)

  const mac = Buffer.from(secret, 'base64url').subarray(8)
  const secrets = [secret, secret.slice(12), mac.toString('hex'), mac.toString('base64').slice(0, 20)]
  const tables = JSON.stringify(await stored(city))
  expect(lines).toContain('/api/queries/:name')
  for (const each of secrets) {
    expect(lines).not.toContain(each)
    expect(tables).not.toContain(each)
  }
  expect(lines).not.toContain('13800000555')
  expect(city.sentLinks.map(({ url }) => url)).toEqual([expect.stringContaining(`/case#${secret}`)])
})

it('an address that guesses waits, however good the link is that it then has', async () => {
  const { secret } = await sent()
  for (let at = 10; at < 70; at++)
    expect((await byLink(city, `${'A'.repeat(30)}${at}`).fetch(one)).status).toBe(404)
  const late = await byLink(city, secret).fetch(one)
  expect([late.status, late.headers.get('retry-after')]).toEqual([429, '3600'])
  city.time.now += HOUR
  expect((await byLink(city, secret).fetch(one)).status).toBe(200)
})

it('a command by a link that is over is answered 410, and leaves nothing', async () => {
  const { reportId, secret } = await sent()
  const link = byLink(city, secret)
  const { lastStep: seen } = await link.ask('cases.one', {})
  await city.as('staff').done('cases.revoke', {
    reportId,
    linkId: (await city.as('staff').ask('cases.ofReport', { reportId })).link!.id,
  })
  await expect(link.send({ name: 'cases.handBack', input: { seen, words: '不归我们' } })).rejects.toThrow('410')
  expect((await city.as('staff').ask('reports.one', { reportId })).state).toBe('assigned')
})
