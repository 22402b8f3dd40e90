import type { QueryInput } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { actNames, reasonWords } from '#shared/people/acts.ts'
import { hideReasonNames } from '#shared/voices/names.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { cellsOfCsv } from '../../support/journeys/xlsx.ts'
import { voicesIn } from '../features/voices/said.ts'

let city: TestCity
let said: ReturnType<typeof voicesIn>
freshCity((fresh) => {
  city = fresh
  said = voicesIn(fresh)
})

type Narrowed = Partial<QueryInput<'voices.desk'>>
const listed = async (by: PersonName, narrowed: Narrowed = {}) => {
  const { voices, total, counts } = await city.as(by).ask('voices.desk', { view: 'todo', ...narrowed })
  expect(total).toBe(voices.length)
  return { texts: voices.map(({ text }) => text).toSorted(), counts }
}
const fileFor = async (by: PersonName, narrowed: Narrowed = {}) => {
  const input = encodeURIComponent(JSON.stringify({ view: 'todo', ...narrowed }))
  return cellsOfCsv(await (await city.as(by).fetch(`/api/exports/voices/csv?input=${input}`)).text())
}

it('is narrowed by kind, by area and by words, and its counts stay those of all', async () => {
  await said.post('rider', { text: '热水器 100% 坏了', kind: 'complaint' })
  await said.post('rider', { text: '想学 A_B 电焊' })
  await said.post('rider', { text: '想学烘焙', areaId: ELSEWHERE })
  const all = ['想学 A_B 电焊', '想学烘焙', '热水器 100% 坏了'].toSorted()
  expect((await listed('admin')).texts).toEqual(all)
  expect((await listed('admin', { kind: 'complaint' })).texts).toEqual(['热水器 100% 坏了'])
  expect((await listed('admin', { areaId: ELSEWHERE })).texts).toEqual(['想学烘焙'])
  // No area of others by asking for it.
  expect((await listed('staff', { areaId: ELSEWHERE })).texts).toEqual([])
  expect((await listed('staff', { areaId: STREET })).texts).toEqual((await listed('staff')).texts)
  for (const [text, meant] of [['想学', 2], ['电焊 想学', 1], ['a_b', 1], ['_', 1], ['0%', 1], ['%想', 0]] as const)
    expect((await listed('admin', { text })).texts, text).toHaveLength(meant)
  expect((await listed('admin', { text: '电焊' })).counts).toEqual((await listed('admin')).counts)
})

it('nobody finds a voice by whose it is, and no file tells', async () => {
  const { rider } = city.ids
  await city.database.transact(tx => tx.update(accounts).set({ name: '余不言' }).where(eq(accounts.id, rider)))
  await said.post('rider', { text: '=1+1 想换公司', isAnonymous: true })
  await said.post('rider', { text: '想学电工', isAnonymous: false })
  expect((await listed('admin', { text: '余不言' })).texts).toEqual([])
  expect((await listed('admin', { text: city.phoneOf('rider') })).texts).toEqual([])
  const file = await fileFor('staff')
  expect(file.slice(1).map(cells => cells[1]).toSorted()).toEqual(['\'=1+1 想换公司', '想学电工'].toSorted())
  expect(JSON.stringify(file)).not.toMatch(/余不言|1[3-9]\d{9}/)
  expect(JSON.stringify(file)).not.toContain(rider)
})

it('a unit has in its list and file what it answers, whatever else is in the area', async () => {
  const theirs = await said.post('rider', { text: '路灯不亮' })
  await said.post('rider', { text: '想学电工' })
  await said.promise(theirs, UNITS.roads, '2026-12-10')
  expect((await listed('unit')).texts).toEqual(['路灯不亮'])
  expect((await fileFor('unit')).slice(1).map(cells => cells[1])).toEqual(['路灯不亮'])
  expect(await fileFor('unit2')).toHaveLength(1)
})

it('why a voice was hidden stands in the audit in words, and by which filter a file was made', async () => {
  const id = await said.post('rider')
  await city.as('staff').done('voices.hide', { ...await said.seen(id), reason: 'privacy' })
  await city.database.transact(tx => tx.insert(audit).values({
    id: randomUUID(),
    at: city.time.now + 1,
    actorId: city.ids.admin2,
    act: 'people.decideReset',
    areaId: COMMUNITY,
    reason: 'declined',
  }))
  await fileFor('staff', { view: 'over', kind: 'wish', areaId: STREET })
  const { acts } = await city.as('admin').ask('people.acts', {})
  expect(acts.map(({ act, reason }) => [act, reason])).toEqual(expect.arrayContaining([
    ['voices.hide', '写了别人的姓名、电话或住址'],
    ['people.decideReset', '没有同意'],
    ['console.export', expect.stringMatching(/^说一说，\d 行 csv，列表 有结果，类别 心愿，片区 .*街道$/)],
  ]))
  const { acts: own } = await city.as('admin').ask('people.one', { accountId: city.ids.staff })
  expect(own.map(({ reason }) => reason)).toContain('写了别人的姓名、电话或住址')
})

it('what is no code stays as it was written', () => {
  for (const act of Object.keys(actNames)) expect(reasonWords(act, '照规定')).toBe('照规定')
  for (const [reason, words] of Object.entries(hideReasonNames))
    expect(reasonWords('voices.hide', reason)).toBe(words)
  expect(reasonWords('rulings.set', 'privacy')).toBe('privacy')
  expect(reasonWords('voices.hide', 'toString')).toBe('toString')
})
