import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { accounts } from '#server/core/identity/index.ts'
import { inArray } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { givePost } from '../../../support/posts.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

let reportId: string
beforeEach(async () => {
  reportId = await street.file('rider', { areaId: COMMUNITY })
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '看不清' })
  await city.as('rider').done('reports.object', { reportId, words: '井盖真的松了' })
})

const decisions = async (by: PersonName) => {
  const other = await street.file('rider2', { areaId: COMMUNITY })
  const moves = [
    { reportId, to: 'accepted' as const },
    { reportId, to: 'declined' as const, words: '没有' },
    { reportId, to: 'merged' as const, into: other },
  ]
  const codeOf = async (move: (typeof moves)[number]) =>
    (await city.as(by).refused('reports.move', move)).code
  return await Promise.all(moves.map(codeOf))
}
const leave = async (...names: PersonName[]) =>
  await city.database.transact(tx => tx
    .update(accounts)
    .set({ disabledAt: city.time.now })
    .where(inArray(accounts.id, names.map(name => city.ids[name]))))

it('whoever declined a report does not decide about the objection, while a colleague is there', async () => {
  expect(new Set(await decisions('staff'))).toEqual(new Set(['reports.declinedByYou']))
  expect((await street.one('staff', reportId)).desk).toMatchObject({ awaitsOther: true })
  const { desk, timeline } = await street.one('staff2', reportId)
  expect(desk).toMatchObject({ awaitsOther: false })
  expect(timeline.find(({ step }) => step === 'declined')?.byName).toBe('测试staff')

  await city.as('staff2').done('reports.move', { reportId, to: 'accepted' })
  expect((await street.one('staff', reportId)).desk).toMatchObject({ awaitsOther: false })
})

it('they may still ask, and pass it on to the area that it belongs to', async () => {
  await city.as('staff').done('reports.ask', { reportId, question: '哪一侧？' })
  await city.as('staff').done('reports.move', { reportId, to: 'filed', areaId: ELSEWHERE })
})

it('without a colleague the level above decides; where nobody is left, they do so again', async () => {
  await leave('staff2', 'admin2')
  expect(new Set(await decisions('staff'))).toEqual(new Set(['reports.declinedByYou']))
  await leave('admin')
  await city.as('staff').done('reports.move', { reportId, to: 'accepted' })
})

it('a colleague who filed it is nobody who could decide', async () => {
  await leave('admin', 'admin2')
  await givePost(city.database, { accountId: city.ids.rider, kind: 'staff', scope: COMMUNITY })
  await leave('staff2')
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '去看过，没有' })
})
