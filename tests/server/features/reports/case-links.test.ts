import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { createHash, randomUUID } from 'node:crypto'
import { accounts, units } from '#server/core/identity/index.ts'
import { CASE_TERM_MS } from '#server/features/reports/cases/links.ts'
import { sendCaseLinks } from '#server/features/reports/cases/steer.ts'
import { caseLinks, reports, reportSteps } from '#server/features/reports/tables.ts'
import { releaseReports } from '#server/features/reports/tasks.ts'
import { caseEndTexts } from '#shared/reports/case-schemas.ts'
import { desc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { byLink, secretFor } from '../../../support/case-link.ts'
import { UNITS } from '../../../support/city.ts'
import { scene } from '../../../support/photos.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

const PHONE = '13800000555'
const linkUnit = async (changes: { worksByLink?: boolean, linkPhone?: string | null } = {}) =>
  await city.as('admin').done('people.linkUnit', {
    ...{ unitId: UNITS.power, worksByLink: true, linkPhone: PHONE, reason: '不登录' },
    ...changes,
  })
beforeEach(async () => await linkUnit())

const assign = async (reportId: string, unitId: string = UNITS.power) => {
  city.time.now += 1000
  await city.as('staff').done('reports.move', { reportId, to: 'assigned', unitId, words: '请今天处理' })
}
/** A report with the unit, and what its people have of it. */
async function given(text = '井盖松动') {
  const reportId = await street.bring(await street.file('rider', { text, spot: '中百超市门口' }), 'accepted')
  await assign(reportId)
  const secret = await secretFor(city, reportId)
  return { reportId, secret, ...byLink(city, secret) }
}
async function photoBy(fetch: (path: string, init: RequestInit) => Promise<Response>): Promise<string> {
  const bytes = await scene()
  const hash = createHash('sha256').update(bytes).digest('hex')
  const sent = await fetch(`/api/photos/${hash}`, { method: 'PUT', body: new Uint8Array(bytes) })
  expect(sent.status).toBe(201)
  return hash
}
const one = '/api/queries/cases.one'
/** What somebody is answered who has a link that is over. */
async function overBy({ fetch }: Pick<Awaited<ReturnType<typeof given>>, 'fetch'>) {
  const answered = await fetch(one)
  const { code, message } = await answered.json() as { code: string, message: string }
  expect(message).toBe(caseEndTexts[code.slice('link.'.length) as keyof typeof caseEndTexts])
  return `${answered.status} ${code}`
}
const settle = async (one: Awaited<ReturnType<typeof given>>) => {
  city.time.now += 1000
  const { lastStep: seen } = await one.ask('cases.one', {})
  await one.done('cases.resolve', { seen, words: '换了井盖', photos: [await photoBy(one.fetch)] })
}

describe('a report that is sent to a unit which never signs in', () => {
  it('comes by a link, with what the unit needs and nothing of who reported it', async () => {
    const reportId = await street.file('rider', { text: '井盖松动', spot: '中百超市门口' })
    await city.as('staff').done('reports.ask', { reportId, question: '您家住几楼？' })
    await city.as('rider').done('reports.answer', { reportId, answer: '我住三楼' })
    await street.bring(reportId, 'accepted')
    await city.as('staff').done('reports.note', { reportId, words: '上报人常来电话' })
    await assign(reportId)
    const link = byLink(city, await secretFor(city, reportId))
    const seen = await link.ask('cases.one', {})
    expect(seen).toMatchObject({
      ...{ kind: 'hazard', state: 'assigned', text: '井盖松动', spot: '中百超市门口', unitName: '供电公司' },
      place: { latitude: 30.6, longitude: 114.27 },
      note: '请今天处理',
      photos: [{ hash: expect.any(String) as string }],
    })
    const [rider] = await city.database.read.select().from(accounts).where(eq(accounts.id, city.ids.rider))
    const said = JSON.stringify(seen)
    for (const secret of [rider!.id, rider!.phone!, rider!.phone!.slice(-4), reportId, '三楼', '几楼', '电话'])
      expect(said).not.toContain(secret)
    if (rider!.name) expect(said).not.toContain(rider!.name)
  })

  it('is worked on in the name of the unit, and of no person', async () => {
    const link = await given()
    await link.done('cases.open', {})
    await link.done('cases.accept', { seen: (await link.ask('cases.one', {})).lastStep })
    await settle(link)
    const steps = await city.database.read
      .select()
      .from(reportSteps)
      .where(eq(reportSteps.reportId, link.reportId))
      .orderBy(desc(reportSteps.at))
    const ofUnit = steps.filter(({ part }) => part === 'unit')
    expect(ofUnit.map(({ step, actorId, unitId }) => ({ step, actorId, unitId }))).toEqual([
      { step: 'resolved', actorId: null, unitId: UNITS.power },
      { step: 'working', actorId: null, unitId: UNITS.power },
    ])
    expect((await street.one('rider', link.reportId)).state).toBe('resolved')
    expect(await street.told('rider')).toContain('reports.resolved')
  })

  it('comes back with a reason, and goes to no unit without people and links', async () => {
    const link = await given()
    const { lastStep: seen } = await link.ask('cases.one', {})
    await link.done('cases.handBack', { seen, words: '不归供电' })
    expect(await overBy(link)).toBe('410 link.handedBack')
    expect((await street.one('staff', link.reportId)).timeline.at(-1)).toMatchObject({ words: '不归供电' })
    await linkUnit({ worksByLink: false })
    const unitId = randomUUID()
    await city.database.transact(async tx =>
      void await tx.insert(units).values({ id: unitId, name: '物业', areaId: '4201' }))
    const [moved] = await city.as('staff')
      .send({ name: 'reports.move', input: { reportId: link.reportId, to: 'assigned', unitId } })
    expect(moved).toMatchObject({ refusal: { code: 'reports.unitEmpty' } })
  })

  it('refuses an act based on an older step, and repeats its reply to the same command', async () => {
    const link = await given()
    const { lastStep: seen } = await link.ask('cases.one', {})
    const accept = { id: randomUUID(), name: 'cases.accept', input: { seen } }
    const [[first], [again]] = [await link.send(accept), await link.send(accept)]
    expect([first!.status, again!.status]).toEqual(['accepted', 'accepted'])
    const [late] = await link.send({ name: 'cases.handBack', input: { seen, words: '不归我们' } })
    expect(late).toMatchObject({ refusal: { code: 'reports.changedMeanwhile', by: 'unit' } })
  })
})

describe('a link is over', () => {
  it('when the report is settled', async () => {
    const link = await given()
    await settle(link)
    expect(await overBy(link)).toBe('410 link.settled')
    for (const [path, method] of [['/api/commands', 'POST'], [`/api/photos/${'a'.repeat(64)}/full`, 'GET']])
      expect((await link.fetch(path!, { method: method! })).status).toBe(410)
  })

  it('when it is made anew, and the new one is good', async () => {
    const link = await given()
    city.time.now += 1000
    const { link: open } = await city.as('staff').ask('cases.ofReport', { reportId: link.reportId })
    await city.as('staff').done('cases.renew', { reportId: link.reportId, linkId: open!.id })
    expect(await overBy(link)).toBe('410 link.renewed')
    const anew = byLink(city, await secretFor(city, link.reportId))
    expect((await anew.fetch(one)).status).toBe(200)
    const [slow] = await city.as('staff')
      .send({ name: 'cases.revoke', input: { reportId: link.reportId, linkId: open!.id } })
    expect(slow).toMatchObject({ refusal: { code: 'cases.changed' } })
  })

  it('when the report goes to another unit, or to the same one again', async () => {
    const [first, second] = [await given(), await given()]
    await assign(first.reportId, UNITS.roads)
    await assign(second.reportId)
    expect(await overBy(first)).toBe('410 link.passedOn')
    expect(await overBy(second)).toBe('410 link.renewed')
    expect((await byLink(city, await secretFor(city, second.reportId)).fetch(one)).status).toBe(200)
  })

  it('when its term ends, staff revoke it, or the unit works by links no more', async () => {
    const [old, revoked, cutOff] = [await given(), await given(), await given()]
    const { link } = await city.as('staff').ask('cases.ofReport', { reportId: revoked.reportId })
    await city.as('staff').done('cases.revoke', { reportId: revoked.reportId, linkId: link!.id })
    expect(await overBy(revoked)).toBe('410 link.revoked')
    await linkUnit({ worksByLink: false })
    expect(await overBy(cutOff)).toBe('410 link.revoked')
    await linkUnit()
    city.time.now += CASE_TERM_MS - 60_000
    expect((await old.fetch(one)).status).toBe(200)
    city.time.now += 60_000
    expect(await overBy(old)).toBe('410 link.expired')
  })

  it('when the report is not with its unit, even if nobody ended the link', async () => {
    const link = await given()
    await city.database.transact(async tx =>
      void await tx.update(reports).set({ state: 'accepted' }).where(eq(reports.id, link.reportId)))
    expect(await overBy(link)).toBe('410 link.passedOn')
  })

  it('and another is made when its reporter opens the report again', async () => {
    const link = await given()
    await settle(link)
    city.time.now += 1000
    await city.as('rider').done('reports.rate', { reportId: link.reportId, fixed: false, words: '还在晃' })
    expect(await overBy(link)).toBe('410 link.settled')
    const anew = byLink(city, await secretFor(city, link.reportId))
    expect(await anew.ask('cases.one', {})).toMatchObject({ reopened: '还在晃', afterPhotos: [{}] })
    await releaseReports(city)
    expect((await anew.fetch(one)).status).toBe(200)
  })
})

describe('whoever has one link', () => {
  it('sees the photos of its report, and of no other', async () => {
    const [a, b] = [await given('甲'), await given('乙')]
    const { photos: [ofA] } = await a.ask('cases.one', {})
    const { photos: [ofB] } = await b.ask('cases.one', {})
    const seen = await a.fetch(`/api/photos/${ofA!.hash}/full`)
    expect([seen.status, seen.headers.get('cache-control')]).toEqual([200, 'private, no-store'])
    expect((await a.fetch(`/api/photos/${ofB!.hash}/full`)).status).toBe(404)
    const own = await photoBy(a.fetch)
    expect((await a.fetch(`/api/photos/${own}/thumb`)).status).toBe(200)
    expect((await b.fetch(`/api/photos/${own}/thumb`)).status).toBe(404)
    expect((await a.fetch(one)).headers.get('cache-control')).toBe('private, no-store')
  })

  it('asks and decides nothing else, whoever is signed in on the phone', async () => {
    const [a, b] = [await given('甲'), await given('乙')]
    const staff = byLink(city, a.secret, await city.signIn(city.phoneOf('staff')))
    const input = encodeURIComponent(JSON.stringify({ reportId: b.reportId }))
    for (const { fetch } of [a, staff]) {
      for (const name of ['reports.one', 'desk.units', 'cases.print', 'reports.mended'])
        expect((await fetch(`/api/queries/${name}?input=${input}`)).status, name).toBe(403)
      for (const path of ['/api/events', '/api/session/phone'])
        expect((await fetch(path)).ok, path).toBe(false)
    }
    const acts = [['reports.move', { to: 'working' }], ['reports.note', { words: '看过' }]] as const
    for (const [name, more] of acts) {
      const [reply] = await staff.send({ name, input: { reportId: b.reportId, ...more } })
      expect(reply, name).toMatchObject({ refusal: { code: 'command.notForYourRole' } })
    }
    const { lastStep: seen } = await staff.ask('cases.one', {})
    await staff.done('cases.accept', { seen })
    const { timeline } = await street.one('staff', a.reportId)
    expect(timeline.at(-1)).toMatchObject({ step: 'working', by: 'unit', byName: '供电公司' })
  })

  it('needs all of it: with any bit flipped, or a letter more or less, it is refused', async () => {
    const { secret } = await given()
    const bytes = Buffer.from(secret, 'base64url')
    expect([secret.length, bytes.length]).toEqual([32, 24])
    const wrong = [...Array.from({ length: bytes.length * 8 }, (_, bit) => {
      const flipped = Buffer.from(bytes)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      return flipped.toString('base64url')
    }), `${secret}A`, secret.slice(1), `${secret}=`, '', 'A'.repeat(32), secret.toLowerCase()]
    for (const text of wrong) {
      const answered = await byLink(city, text).fetch(one)
      expect(answered.status, text).toBe(404)
      expect(await answered.json(), text).toMatchObject({ code: 'link.unknown' })
    }
    expect((await byLink(city, secret).fetch(one)).status).toBe(200)
  })
})

describe('the message with a link', () => {
  it('goes once to the number of the unit; without one it is printed', async () => {
    const { reportId, secret } = await given()
    const rounds = await Promise.all([sendCaseLinks(city), sendCaseLinks(city)])
    expect([...rounds, await sendCaseLinks(city)].toSorted()).toEqual([0, 0, 1])
    const url = `${city.settings.publicUrl}/case#${secret}`
    expect(city.sentLinks).toContainEqual({ phone: PHONE, url })
    const standing = await city.as('staff').ask('cases.ofReport', { reportId })
    expect(standing).toMatchObject({ phoneHint: '138****0555', link: { message: 'sent', end: null } })
    expect(JSON.stringify(standing)).not.toContain(secret)
    expect(await city.as('staff').ask('cases.print', { reportId })).toMatchObject({ url, photoCount: 1 })

    await linkUnit({ linkPhone: null })
    const printed = await given()
    expect(await sendCaseLinks(city)).toBe(0)
    expect(await city.as('staff').ask('cases.ofReport', { reportId: printed.reportId }))
      .toMatchObject({ phoneHint: '', link: { message: 'none' } })
  })

  it('is not sent for a link that is over, and says where the gateway did not take it', async () => {
    const [over, failed] = [await given(), await given()]
    await settle(over)
    const sms = { ...city.sms, sendLink: async () => await Promise.reject(new Error('no')) }
    expect(await sendCaseLinks({ ...city, sms })).toBe(0)
    const rows = await city.database.read.select().from(caseLinks)
    const messageOf = (id: string) => rows.find(({ reportId }) => reportId === id)!.message
    expect([messageOf(over.reportId), messageOf(failed.reportId)]).toEqual(['none', 'failed'])
  })
})
