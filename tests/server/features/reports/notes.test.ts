import type { QueryName } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { queries } from '#shared/queries.ts'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET } from '../../../support/city.ts'
import { givePost } from '../../../support/posts.ts'
import { queryTable } from '../../sync/permissions/table.ts'
import { thingsOf } from '../../sync/permissions/things.ts'
import { freshStreet } from './street.ts'

const WORDS = '此人多次重复上报'
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

let reportId: string
const note = (words = WORDS) => ({ reportId, words })
beforeEach(async () => {
  reportId = await street.file('rider', { areaId: COMMUNITY })
  await street.bring(reportId, 'accepted', 'assigned')
  await city.as('rider2').done('reports.support', { reportId })
})

const seesNote = async (by: PersonName) =>
  (await street.one(by, reportId)).timeline.some(({ step }) => step === 'noted')

/** What the reporter, whoever supports or passes by, the unit, other desks and a visitor are answered. */
async function answersToOthers(): Promise<Map<string, string>> {
  const riders = ['rider', 'rider2', 'rider3', 'resident'] as const
  const doors = new Map([
    ...([...riders, 'keeper', 'unit', 'unit2', 'staffElsewhere'] as const)
      .map(by => [by, city.as(by).fetch] as const),
    ['visitor', city.fetchAs(undefined)],
  ])
  const { here } = await thingsOf(city)
  const answers = new Map<string, string>()
  for (const [by, ask] of doors) {
    for (const name of Object.keys(queries) as QueryName[]) {
      const input = encodeURIComponent(JSON.stringify(queryTable[name].input({ ...here, reportId })))
      answers.set(`${by}: ${name}`, await (await ask(`/api/queries/${name}?input=${input}`)).text())
    }
  }
  return answers
}

it('staff and the admin read a note with its author, and nobody’s decision has to have seen it', async () => {
  const { lastStep: seen } = await street.one('unit', reportId)
  city.time.now += 60_000
  await city.as('staff').done('reports.note', note())
  for (const by of ['staff', 'staff2', 'admin'] as const) {
    expect((await street.one(by, reportId)).timeline.at(-1))
      .toMatchObject({ step: 'noted', words: WORDS, by: 'staff', byName: '测试staff', at: city.time.now })
  }
  expect((await street.one('rider', reportId)).lastStep).toBe(seen)
  await city.as('unit').done('reports.move', { reportId, to: 'working', seen: seen! })
  // Whatever was done meanwhile, and after the end too.
  await street.bring(reportId, 'resolved')
  expect(await city.as('staff').later(90_000, 'reports.note', note('已回访')))
    .toMatchObject({ status: 'accepted' })
})

it('of all queries, none tells it to anybody else, nor does a notice', async () => {
  const inboxes = async () => await Promise.all((['rider', 'rider2', 'unit'] as const).map(street.told))
  const before = await inboxes()
  await city.as('staff').done('reports.note', note())
  expect(await inboxes()).toEqual(before)
  const answers = await answersToOthers()
  expect(JSON.parse(answers.get('rider: reports.one')!)).toMatchObject({ id: reportId })
  expect(JSON.parse(answers.get('unit: reports.one')!)).toMatchObject({ id: reportId })
  const telling = [...answers].filter(([, answer]) => answer.includes(WORDS) || answer.includes('noted'))
  expect(telling.map(([asked]) => asked)).toEqual([])
  expect(JSON.stringify(await city.as('staff').ask('identity.export', {}))).toContain(WORDS)
})

it('whoever filed it does not read it, even as staff, nor does a unit that is staff elsewhere', async () => {
  await city.as('staff').done('reports.note', note())
  await givePost(city.database, { accountId: city.ids.rider, kind: 'staff', scope: STREET })
  await givePost(city.database, { accountId: city.ids.unit, kind: 'staff', scope: ELSEWHERE })
  await givePost(city.database, { accountId: city.ids.rider3, kind: 'staff', scope: STREET })
  const people = ['rider', 'unit', 'rider3'] as const
  expect(await Promise.all(people.map(seesNote))).toEqual([false, false, true])
  expect((await city.as('rider').refused('reports.note', note())).code).toBe('reports.ownReport')
})

it('only staff of the area write one', async () => {
  expect((await city.as('staffElsewhere').refused('reports.note', note())).code).toBe('command.notYourArea')
  for (const by of ['rider2', 'unit', 'keeper'] as const)
    expect((await city.as(by).refused('reports.note', note())).code).toBe('command.notForYourRole')
  for (const words of ['  ', '字'.repeat(501)])
    expect(await city.as('staff').sendOne('reports.note', note(words))).toMatchObject({ status: 'malformed' })
})
