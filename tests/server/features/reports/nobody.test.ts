import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { disableAccount } from '#server/core/identity/index.ts'
import { releaseReports } from '#server/features/reports/tasks.ts'
import { runWord } from '#server/programs/people/run-command.ts'
import { readArgs } from '#server/programs/people/words.ts'
import { describe, expect, it } from 'vitest'
import { UNITS } from '../../../support/city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

/** What an operator types about somebody. */
const people = async (by: PersonName, word: string, ...rest: string[]) =>
  await runWord(city.database, readArgs([word, city.phoneOf(by), ...rest]), city.time.now)
const assign = (reportId: string, unitId: string) => ({ reportId, to: 'assigned' as const, unitId })
const inboxOf = async (by: PersonName) =>
  (await city.as(by).ask('notices.mine', {})).notices.map(({ kind, words }) => [kind, words])

describe('a unit without people', () => {
  it('is shown to the desk as one, and gets no report', async () => {
    const reportId = await street.bring(await street.file('rider'), 'accepted')
    await people('unit2', 'dismiss')
    expect(await city.as('staff').ask('desk.units', { reportId })).toEqual([
      { id: UNITS.power, name: '供电公司', hasPeople: false, worksByLink: false },
      { id: UNITS.roads, name: '市政维修队', hasPeople: true, worksByLink: false },
    ])
    expect(await city.as('staff').refused('reports.move', assign(reportId, UNITS.power)))
      .toEqual({ code: 'reports.unitEmpty' })
    await city.as('staff').done('reports.move', assign(reportId, UNITS.roads))
  })

  it.each([
    ['is dismissed', () => people('unit2', 'dismiss')],
    ['goes to another unit', () => people('unit2', 'appoint', 'unit', '--unit', UNITS.roads)],
    ['is suspended', () =>
      city.database.transact(tx => disableAccount(tx, city.ids.unit2, city.time.now))],
  ])('gives its open reports back to staff when its last person %s', async (_how, leave) => {
    const [assigned, working, resolved, elsewhere] = await Promise.all(
      [1, 2, 3, 4].map(async () => await street.bring(await street.file('rider'), 'accepted')),
    )
    for (const reportId of [assigned!, working!, resolved!])
      await city.as('staff').done('reports.move', assign(reportId, UNITS.power))
    await street.bring(elsewhere!, 'assigned')
    await city.as('unit2').done('reports.move', { reportId: working!, to: 'working' })
    const photos = [await street.photo('unit2')]
    await city.as('unit2').done('reports.resolve', { reportId: resolved!, words: '已修好', photos })
    expect(await releaseReports(city)).toBe(0)

    await leave()
    city.time.now += 60_000
    expect(await releaseReports(city)).toBe(2)
    expect(await releaseReports(city)).toBe(0)
    for (const reportId of [assigned!, working!]) {
      const { state, unitId, timeline } = await street.one('staff', reportId)
      expect([state, unitId]).toEqual(['accepted', null])
      expect(timeline.at(-1)).toEqual({
        step: 'handedBack',
        at: city.time.now,
        by: 'system',
        byName: null,
        words: '供电公司现在没有人员',
        photos: [],
      })
    }
    expect(await street.stateOf(resolved!)).toBe('resolved')
    expect(await street.stateOf(elsewhere!)).toBe('assigned')
    const { reports } = await city.as('staff').ask('desk.reports', { view: 'todo' })
    expect(reports.map(({ id }) => id).toSorted()).toEqual([assigned, working].toSorted())
    const handedBack = ['reports.handedBack', '供电公司现在没有人员']
    expect(await inboxOf('staff2')).toEqual([handedBack, handedBack])
    expect((await inboxOf('rider')).filter(([kind]) => kind === 'reports.returned')).toHaveLength(2)
  })

  it('does not get a reopened report back', async () => {
    const filed = await street.file('rider')
    const reportId = await street.bring(filed, 'accepted', 'assigned', 'working', 'resolved')
    await people('unit', 'dismiss')
    await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '还是坏的' })
    expect(await street.one('staff', reportId)).toMatchObject({ state: 'accepted', unitId: null })
    expect(await street.told('staff')).toEqual(['reports.reopened'])
    const { reports } = await city.as('staff').ask('desk.reports', { view: 'todo' })
    expect(reports.map(({ id }) => id)).toEqual([reportId])
  })
})

it('only the clock gives a report back, and only of a unit without people', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  expect(await city.as('admin').refused('reports.release', { reportId }))
    .toEqual({ code: 'command.notForYourRole' })
  const command = { id: randomUUID(), name: 'reports.release', input: { reportId }, madeAt: city.time.now }
  const system = { accountId: 'system', role: 'system', areaId: null, posts: [] } as const
  expect((await city.run(system, { sentAt: city.time.now, commands: [command] })).replies).toEqual([{
    id: command.id,
    status: 'refused',
    refusal: { code: 'reports.moveNotAllowed', from: 'assigned', to: 'accepted' },
  }])
})

it('a question that nobody can answer any more goes back to the desk', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
  const todo = async () =>
    (await city.as('staff').ask('desk.reports', { view: 'todo' })).reports.map(({ id }) => id)
  expect(await todo()).toEqual([])
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await todo()).toEqual([reportId])
  expect(await street.one('staff', reportId)).toMatchObject({ question: null, asked: false })
})

it('a fault at a station without a keeper is told to the admins, with why', async () => {
  const door = await doorOf(city)
  await people('keeper', 'dismiss')
  const { id: stationId, name } = STATIONS.bridge
  await city.as('rider').done('stations.reportFault', {
    faultId: randomUUID(),
    stationId,
    kind: 'dirty',
    words: '地面湿滑',
  })
  for (const by of ['admin', 'admin2'] as const)
    expect(await inboxOf(by)).toEqual([['stations.fault', `${name}，地面湿滑（驿站没有管理员）`]])
  const kiosk = await door.kiosk()
  const shut = { stationId, kind: 'door', words: '' } as const
  const [one, other] = [city.as('rider2'), city.as('rider3')]
  for (const each of [one, other])
    await each.done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
  for (const each of [one, other])
    await each.done('stations.reportFault', { faultId: randomUUID(), ...shut })
  expect(await inboxOf('admin')).toContainEqual(['stations.doubtful', `${name}（驿站没有管理员）`])
})

it('no correction is asked for that nobody could approve', async () => {
  await people('admin2', 'dismiss')
  const input = { correctionId: randomUUID(), phone: city.phoneOf('rider'), amount: 50, words: '补登' }
  expect(await city.as('admin').refused('points.correct', input)).toEqual({ code: 'points.nobodyApproves' })
})
