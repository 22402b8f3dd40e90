import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { photoFolder, photoIsOnDisk, photos } from '#server/core/media/index.ts'
import { forgetOldReports } from '#server/features/reports/forget-reports.ts'
import { reportPhotos, reports, reportSteps, reportSupporters } from '#server/features/reports/tables.ts'
import { receipts } from '#server/sync/tables.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { count, eq, getTableColumns } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const YEAR = 365
let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

/** Sessions have ended by then. */
const later = async (by: PersonName) => city.holding(await city.signIn(city.phoneOf(by)))
const rowOf = async (id: string) =>
  (await city.database.read.select().from(reports).where(eq(reports.id, id)))[0]!
const photosOf = async (id: string) =>
  (await city.database.read.select().from(reportPhotos).where(eq(reportPhotos.reportId, id)))
    .map(({ hash }) => hash)
const isForgotten = async (id: string) => {
  const [{ reporterId }, hashes] = [await rowOf(id), await photosOf(id)]
  expect(reporterId === id).toBe(hashes.length === 0)
  return hashes.length === 0
}
const file = async (by: PersonName, changes: Partial<CommandInput<'reports.file'>> = {}) =>
  await street.file(by, { areaId: COMMUNITY, ...changes })
const move = async (input: CommandInput<'reports.move'>) => await city.as('staff').done('reports.move', input)
/** What the city's figures are made of. */
const figures = async () => await city.database.read
  .select({ kind: reports.kind, state: reports.state, areaId: reports.areaId, number: count() })
  .from(reports)
  .groupBy(reports.kind, reports.state, reports.areaId)
  .orderBy(reports.kind, reports.state, reports.areaId)
const acts = async () => (await city.database.read.select().from(audit))
  .filter(({ act }) => act === 'reports.forget')
  .map(({ act, actorId, kind, reason }) => [act, actorId, kind, reason])

const columns = [
  'accuracy',
  'areaId',
  'awaitsStaff',
  'cameBackAs',
  'changedAt',
  'clerkId',
  'dueAt',
  'filedAt',
  'filedBy',
  'id',
  'kind',
  'latitude',
  'longitude',
  'mergedInto',
  'number',
  'pairHiddenAt',
  'plannedOn',
  'question',
  'questionBy',
  'reporterId',
  'resolvedAt',
  'reusedPhoto',
  'score',
  'seenAt',
  'skewMs',
  'spot',
  'state',
  'stateSince',
  'supporters',
  'text',
  'unitId',
]

const ended: Record<string, string> = {}
beforeEach(async () => {
  ended.declined = await file('rider')
  await city.as('staff').done('reports.ask', { reportId: ended.declined, question: '张三，你在几号？' })
  await city.as('rider').done('reports.answer', { reportId: ended.declined, answer: '我是张三' })
  await move({ reportId: ended.declined, to: 'declined', words: '没有找到' })
  const [hash] = await photosOf(ended.declined)
  const sealed = { reportId: ended.declined, hash: hash!, version: 0, reason: '拍到了张三' }
  await city.as('staff').done('reports.hidePhoto', sealed)
  ended.withdrawn = await file('rider')
  await city.as('rider').done('reports.withdraw', { reportId: ended.withdrawn })
  ended.closed = await file('rider')
  await city.as('rider2').done('reports.support', { reportId: ended.closed })
  await city.as('staff').done('reports.note', { reportId: ended.closed, words: '张三打过电话' })
  await street.bring(ended.closed, 'accepted')
  const handed = { reportId: ended.closed, to: city.ids.staff2, words: '张三住楼上' }
  await city.as('staff').done('reports.handTo', handed)
  await street.bring(ended.closed, 'assigned', 'resolved')
  await city.as('rider').done('reports.rate', { reportId: ended.closed, fixed: true, score: 5 })
  ended.unable = await file('rider')
  await street.bring(ended.unable, 'accepted')
  await move({ reportId: ended.unable, to: 'unable', words: '不归街道管', responsible: '铁路局' })
  ended.open = await file('rider')
})
const forgotten = async () => {
  const found: string[] = []
  for (const [name, id] of Object.entries(ended)) {
    if (await isForgotten(id)) found.push(name)
  }
  return found
}

it('what was declined or taken back loses its person after a year, what was settled after 3', async () => {
  const before = await figures()
  city.time.now += YEAR * DAY_MS
  expect([await forgetOldReports(city), await forgotten()]).toEqual([0, []])
  city.time.now += 1
  expect([await forgetOldReports(city), await forgotten()]).toEqual([2, ['declined', 'withdrawn']])
  city.time.now += 2 * YEAR * DAY_MS
  expect([await forgetOldReports(city), await forgetOldReports(city)]).toEqual([2, 0])
  expect(await forgotten()).toEqual(['declined', 'withdrawn', 'closed', 'unable'])
  expect(await figures()).toEqual(before)
  expect(await rowOf(ended.closed!)).toMatchObject({ text: '井盖松动', score: 5, supporters: 1 })
  expect(await acts()).toEqual([
    ['reports.forget', 'system', 'retention', '不受理或撤回 2 件，办结 0 件'],
    ['reports.forget', 'system', 'retention', '不受理或撤回 0 件，办结 2 件'],
  ])
})

describe('what is forgotten', () => {
  it('names nobody: not the report, its steps, followers, notices or receipts', async () => {
    const { rider, rider2 } = city.ids
    const { number } = await rowOf(ended.declined!)
    city.time.now += 3 * YEAR * DAY_MS + 1
    await forgetOldReports(city)
    for (const id of [ended.declined!, ended.closed!]) {
      const isOf = eq(reportSteps.reportId, id)
      const steps = await city.database.read.select().from(reportSteps).where(isOf)
      const left = JSON.stringify([await rowOf(id), steps])
      for (const person of [rider, rider2, '张三']) expect(left, id).not.toContain(person)
      expect(steps.map(({ step }) => step)).toContain(id === ended.closed ? 'closed' : 'declined')
    }
    expect(await city.database.read.$count(reportSupporters)).toBe(0)
    const ofRider = await city.database.read.select().from(receipts).where(eq(receipts.accountId, rider))
    const numberIn = (decision: unknown) => (decision as { result?: { number?: number } }).result?.number
    const numbers = ofRider.map(({ decision }) => numberIn(decision))
    const { number: open } = await rowOf(ended.open!)
    expect([numbers.includes(number), numbers.includes(open)]).toEqual([false, true])
    const mine = await later('rider')
    const { notices } = await mine.ask('notices.mine', {})
    expect(notices.filter(({ ref }) => ref === ended.declined)).toEqual([])
    expect((await mine.ask('reports.mine', {})).reports.map(({ id }) => id)).toEqual([ended.open])
  })

  it('keeps no note that staff write of it afterwards', async () => {
    city.time.now += 3 * YEAR * DAY_MS + 1
    await forgetOldReports(city)
    await (await later('staff')).done('reports.note', { reportId: ended.closed!, words: '张三又来过' })
    expect([await forgetOldReports(city), await forgetOldReports(city)]).toEqual([1, 0])
    expect(JSON.stringify(await city.database.read.select().from(reportSteps))).not.toContain('张三')
  })

  it('deletes the number that a caller left, unless they have signed in with it', async () => {
    const [called, came] = ['13800007771', '13800007772']
    const filed = { kind: 'hazard' as const, text: '积水', areaId: COMMUNITY, photos: [] }
    for (const phone of [came, called, called]) {
      const [reportId, staff] = [crypto.randomUUID(), await later('staff')]
      await staff.done('reports.fileFor', { reportId, phone, ...filed })
      await staff.done('reports.move', { reportId, to: 'declined', words: '没有找到' })
      city.time.now += DAY_MS
    }
    await city.holding(await city.signIn(came)).done('reports.support', { reportId: ended.open! })
    const known = async () => (await city.database.read.select().from(accounts))
      .flatMap(({ phone }) => phone !== null && [called, came].includes(phone) ? [phone] : [])
    city.time.now += YEAR * DAY_MS - DAY_MS
    await forgetOldReports(city)
    expect((await known()).toSorted()).toEqual([called, came]) // One report of theirs is a day younger.
    city.time.now += DAY_MS
    await forgetOldReports(city)
    expect(await known()).toEqual([came])
    const found = await (await later('staff')).ask('desk.search', { words: called.slice(-4) })
    expect(found.reports).toEqual([])
  })

  it('keeps every column about the thing, and none about the person', async () => {
    const before = await rowOf(ended.declined!)
    city.time.now += YEAR * DAY_MS + 1
    await forgetOldReports(city)
    const after = await rowOf(ended.declined!)
    expect({ ...after, reporterId: before.reporterId }).toEqual(before)
    // A new column must be decided about: whether it says anything of a person.
    expect(Object.keys(getTableColumns(reports)).toSorted()).toEqual(columns)
    expect([after.reporterId, after.question, after.questionBy]).toEqual([after.id, null, null])
  })

  it('has no photo any more, on disk either, unless another report has the same', async () => {
    const shared = await photosOf(ended.closed!)
    const [own] = await photosOf(ended.declined!)
    const again = await file('rider', { photos: [shared[0]!] })
    city.time.now += 3 * YEAR * DAY_MS + 1
    await forgetOldReports(city)
    const folder = photoFolder(city.dataDir)
    expect([own!, ...shared].map(hash => photoIsOnDisk(folder, hash))).toEqual([false, true, false])
    expect(await photosOf(again)).toEqual([shared[0]])
    const [left] = await city.database.read.select().from(photos).where(eq(photos.hash, shared[0]!))
    expect(left).toMatchObject({ uses: 1 })
  })

  it('is still read by staff, without a person; its reporter takes along and erases the rest', async () => {
    city.time.now += 3 * YEAR * DAY_MS + 1
    await forgetOldReports(city)
    const view = await (await later('staff')).ask('reports.one', { reportId: ended.closed! })
    expect(view).toMatchObject({ photos: [], state: 'closed', desk: { reporter: null, isOwn: false } })
    const asked = `/api/queries/reports.one?input=${JSON.stringify({ reportId: ended.closed })}`
    expect((await city.fetchAs(undefined)(asked)).ok).toBe(false)
    const rider = await later('rider')
    const taken = JSON.stringify((await rider.ask('identity.export', {}) as { reports: object }).reports)
    expect([taken.includes(ended.open!), taken.includes(ended.closed!)]).toEqual([true, false])
    await rider.done('identity.deleteMe', { confirm: true })
  })
})

describe('the person of a report', () => {
  it('stays if an objection reopened it, or it was merged into an open one', async () => {
    await city.as('rider').done('reports.object', { reportId: ended.declined!, words: '还在' })
    const merged = await file('rider2')
    await move({ reportId: merged, to: 'merged', into: ended.open! })
    city.time.now += 3 * YEAR * DAY_MS + 1
    await forgetOldReports(city)
    expect([await isForgotten(ended.declined!), await isForgotten(merged)]).toEqual([false, false])
    await (await later('rider')).done('reports.withdraw', { reportId: ended.open! })
    expect([await forgetOldReports(city), await isForgotten(merged)]).toEqual([1, true])
  })

  it('lasts as long as an admin rules', async () => {
    await city.as('admin').done('rulings.set', {
      key: 'retention',
      value: { declinedDays: 30, settledDays: 60, sealedPhotoDays: 180 },
      reason: '会议决定',
    })
    await city.rulings.refresh()
    city.time.now += 31 * DAY_MS
    await forgetOldReports(city)
    expect(await forgotten()).toEqual(['declined', 'withdrawn'])
    city.time.now += 30 * DAY_MS
    await forgetOldReports(city)
    expect(await forgotten()).toEqual(['declined', 'withdrawn', 'closed', 'unable'])
  })
})

it('two servers at once forget and count each report once', async () => {
  city.time.now += YEAR * DAY_MS + 1
  const done = await Promise.all([forgetOldReports(city), forgetOldReports(city)])
  expect([done[0]! + done[1]!, await forgotten()]).toEqual([2, ['declined', 'withdrawn']])
  expect((await acts()).map(([,,, reason]) => reason)).toEqual(['不受理或撤回 2 件，办结 0 件'])
})

it('a server that died half way goes on the next night, and nothing is done or counted twice', async () => {
  const same = [await street.photo('rider2')]
  for (let more = 0; more < 101; more++)
    await city.as('rider2').done('reports.withdraw', { reportId: await file('rider2', { photos: same }) })
  city.time.now += YEAR * DAY_MS + 1
  let runs = 0
  const dying = { ...city, run: ((...batch) => {
    if (++runs > 1) throw new Error('the server is killed')
    return city.run(...batch)
  }) as TestCity['run'] }
  await expect(forgetOldReports(dying)).rejects.toThrow('killed')
  expect(await forgetOldReports(city)).toBe(103 - 100)
  expect((await acts()).map(([,,, reason]) => reason))
    .toEqual(['不受理或撤回 100 件，办结 0 件', '不受理或撤回 3 件，办结 0 件'])
})
