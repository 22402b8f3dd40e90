import type { QueryInput } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { reports } from '#server/features/reports/tables.ts'
import { bringBackPlans } from '#server/features/reports/tasks.ts'
import { queueCauses, SOON_MS } from '#shared/console/schemas.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../support/city.ts'
import { freshStreet } from '../features/reports/street.ts'

const HOUR_MS = 3_600_000
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh), { LIMITS_FACTOR: '100' })

type Input = Partial<QueryInput<'console.queue'>>
const queue = async (by: PersonName = 'staff', input: Input = {}) =>
  await city.as(by).ask('console.queue', { view: 'todo', ...input })
/** The names that the tests give to what was filed. */
const names = new Map<string, string>()
const listed = async (by?: PersonName, input?: Input) =>
  (await queue(by, input)).reports.map(({ id, cause }) => `${names.get(id)} ${cause}`)
const file = async (name: string, input: Parameters<Street['file']>[1] = {}) => {
  city.time.now += 1000
  const id = await street.file('rider', { areaId: COMMUNITY, ...input })
  names.set(id, name)
  return id
}
const change = async (id: string, changes: Partial<typeof reports.$inferInsert>) =>
  await city.database.transact(tx => tx.update(reports).set(changes).where(eq(reports.id, id)))

beforeEach(() => names.clear())

/** One report for each cause. */
async function oneOfEach() {
  await file('new')
  const flagged = await file('flagged')
  const back = await file('back')
  const answered = await file('answered')
  const reopened = await file('reopened')
  const soon = await file('soon')
  const overdue = await file('overdue')
  await file('emergency', { kind: 'emergency' })
  await file('running').then(id => street.bring(id, 'accepted', 'assigned'))
  await change(flagged, { reusedPhoto: true })
  await street.bring(back, 'accepted', 'assigned')
  await city.as('unit').done('reports.move', { reportId: back, to: 'accepted', words: '不归我们管' })
  await city.as('staff').done('reports.ask', { reportId: answered, question: '在哪一侧？' })
  await city.as('rider').done('reports.answer', { reportId: answered, answer: '东侧' })
  await street.bring(reopened, 'accepted')
  const photos = [await street.photo('staff')]
  await city.as('staff').done('reports.resolve', { reportId: reopened, words: '已修好', photos })
  await city.as('rider').done('reports.rate', { reportId: reopened, fixed: false, words: '还是松的' })
  await change(soon, { dueAt: city.time.now + SOON_MS / 2 })
  await change(overdue, { dueAt: city.time.now - HOUR_MS })
}

it('sorts itself: emergencies, overdue, nearly due, reopened, back, doubtful, new', async () => {
  await oneOfEach()
  expect(await listed()).toEqual([
    'emergency emergency',
    'overdue overdue',
    'soon soon',
    'reopened reopened',
    'back back',
    'answered back',
    'flagged flagged',
    'new new',
  ])
  expect(await listed('staff', { view: 'running' })).toEqual(['running running'])
  const { counts } = await queue()
  expect(counts).toEqual({
    emergency: 1,
    overdue: 1,
    soon: 1,
    reopened: 1,
    back: 2,
    flagged: 1,
    new: 1,
    running: 1,
  })
  for (const cause of queueCauses.filter(each => each !== 'running')) {
    const found = (await queue('staff', { cause })).reports
    expect(found.map(report => report.cause)).toEqual(found.map(() => cause))
    expect(found).toHaveLength(counts![cause])
  }
})

it('of equals what is due first stands first, and what was looked at again is no longer back', async () => {
  const [late, early] = [await file('late'), await file('early')]
  await change(late, { dueAt: city.time.now + 50 * HOUR_MS })
  await change(early, { dueAt: city.time.now + 40 * HOUR_MS })
  expect(await listed()).toEqual(['early new', 'late new'])
  await city.as('staff').done('reports.ask', { reportId: late, question: '在哪？' })
  await city.as('rider').done('reports.answer', { reportId: late, answer: '桥下' })
  expect(await listed()).toEqual(['late back', 'early new'])
  await street.bring(late, 'accepted')
  expect(await listed('staff', { view: 'running' })).toEqual(['late running'])
  await city.as('staff').done('reports.plan', { reportId: late, day: '2026-11-25', words: '等材料' })
  await change(late, { plannedOn: '2026-11-23' })
  await bringBackPlans(city)
  expect(await listed('staff', { cause: 'back' })).toEqual(['late back'])
})

it('an objection is looked at again before what is new', async () => {
  await file('new')
  const objected = await file('objected')
  await city.as('staff').done('reports.move', { reportId: objected, to: 'declined', words: '不属于' })
  await city.as('rider').done('reports.object', { reportId: objected, words: '就在路口' })
  expect(await listed()).toEqual(['objected reopened', 'new new'])
})

it('a unit has what was sent to it, what it must do again first', async () => {
  await file('elsewhere')
  const again = await file('again')
  for (const name of ['sent', 'begun']) {
    const id = await file(name)
    await street.bring(id, 'accepted', 'assigned', ...name === 'begun' ? ['working' as const] : [])
  }
  await street.bring(again, 'accepted', 'assigned', 'working', 'resolved')
  await city.as('rider').done('reports.rate', { reportId: again, fixed: false, words: '没修好' })
  expect(await listed('unit')).toEqual(['again reopened', 'sent new'])
  expect(await listed('unit', { view: 'running' })).toEqual(['begun running'])
  expect((await queue('unit')).counts).toMatchObject({ reopened: 1, new: 1, running: 1, back: 0 })
  // Staff see it under way: it is the unit's turn.
  expect(await listed('staff', { view: 'running' }))
    .toEqual(['again running', 'sent running', 'begun running'])
})

describe('filters', () => {
  it('narrow by kind, state, area, words and clerk', async () => {
    const mine = await file('mine', { text: '井盖松动' })
    await file('wire', { text: '电线垂下', kind: 'warning' })
    await file('district', { areaId: COMMUNITY.slice(0, 9), text: '护栏倒了' })
    await city.as('staff').done('reports.handTo', { reportId: mine, to: city.ids.staff })
    expect(await listed('staff', { kind: 'warning' })).toEqual(['wire new'])
    expect(await listed('staff', { text: '电线' })).toEqual(['wire new'])
    expect(await listed('staff', { isMine: true })).toEqual(['mine new'])
    expect(await listed('admin', { areaId: COMMUNITY })).toEqual(['wire new', 'mine new'])
    expect((await queue('admin', { areaId: COMMUNITY })).counts!.new).toBe(2)
    await street.bring(mine, 'accepted')
    expect(await listed('staff', { view: 'running', state: 'accepted' })).toEqual(['mine running'])
    expect(await listed('staff', { state: 'accepted' })).toEqual([])
  })

  it('only staff find reports by their reporter', async () => {
    const id = await file('sent')
    await street.bring(id, 'accepted', 'assigned')
    const text = city.phoneOf('rider').slice(-4)
    expect(await listed('staff', { view: 'running', text })).toEqual(['sent running'])
    expect(await listed('unit', { text })).toEqual([])
    expect(await listed('unit', { text: '测试rider' })).toEqual([])
  })
})

describe('the scope', () => {
  it('staff see their subtree alone, in lists, counts and filters', async () => {
    await file('here')
    await file('there', { areaId: ELSEWHERE })
    expect(await listed('staff')).toEqual(['here new'])
    expect(await listed('staffElsewhere')).toEqual(['there new'])
    expect((await queue('staff')).counts!.new).toBe(1)
    expect(await listed('admin')).toEqual(['here new', 'there new'])
    expect(await listed('staff', { areaId: ELSEWHERE })).toEqual([])
    expect((await queue('staff', { areaId: ELSEWHERE })).counts!.new).toBe(0)
    for (const [view, input] of [['done', {}], ['done', { areaId: STREET }]] as const) {
      for (const id of [...names.keys()])
        await change(id, { state: 'declined', awaitsStaff: false })
      expect(await listed('staff', { view, ...input })).toEqual(['here null'])
    }
    expect(await listed('admin', { view: 'done' })).toEqual(['there null', 'here null'])
  })

  it('a rider has no queue', async () => {
    const asked = await city.as('rider').fetch('/api/queries/console.queue?input={"view":"todo"}')
    expect(asked.status).toBe(403)
  })
})

it('pages by key, none missed or doubled, though one falls due meanwhile', async () => {
  const photos = [await street.photo('rider')]
  for (let i = 0; i < REPORTS_PAGE_MAX + 3; i++) {
    const id = await file(`${i}`, { photos })
    await change(id, { dueAt: city.time.now + 3 * HOUR_MS + i })
  }
  const first = await queue()
  expect(first).toMatchObject({ hasMore: true })
  const last = first.reports.at(-1)!
  city.time.now += 4 * HOUR_MS
  const rest = await queue('staff', { before: last.rank, asOf: first.asOf })
  expect(rest.hasMore).toBe(false)
  const ids = [...first.reports, ...rest.reports].map(({ id }) => id)
  expect(new Set(ids).size).toBe(REPORTS_PAGE_MAX + 3)
  expect((await queue()).counts).toMatchObject({ overdue: REPORTS_PAGE_MAX + 3, new: 0 })
})

it('of two clerks the second is told who was first, and the queue has moved on', async () => {
  const reportId = await file('wanted')
  const [report] = (await queue('staff')).reports
  const [other] = (await queue('staff2')).reports
  await city.as('staff').done('reports.move', { reportId, to: 'accepted', seen: report!.lastStep! })
  const refusal = await city.as('staff2').refused(
    'reports.move',
    { reportId, to: 'declined', words: '不属于', seen: other!.lastStep! },
  )
  expect(refusal).toMatchObject({ code: 'reports.changedMeanwhile' })
  expect(await listed('staff2')).toEqual([])
  await city.as('staff2').done('reports.move', { reportId, to: 'assigned', unitId: UNITS.roads })
})
