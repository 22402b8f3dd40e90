import type { PersonName, TestCity } from '../../support/city.ts'
import type { Street } from '../features/reports/street.ts'
import { audit } from '#server/core/audit/index.ts'
import { desc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../support/city.ts'
import { cellsOf, cellsOfCsv } from '../../support/journeys/xlsx.ts'
import { freshStreet } from '../features/reports/street.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh), { LIMITS_FACTOR: '100' })

const take = async (by: PersonName, list: string, input: object = {}, format = 'csv') =>
  await city.as(by).fetch(`/api/exports/${list}/${format}?input=${encodeURIComponent(JSON.stringify(input))}`)
const csvOf = async (by: PersonName, list: string, input?: object) =>
  cellsOfCsv(await (await take(by, list, input)).text())
const line = async () => (await city.database.read
  .select()
  .from(audit)
  .where(eq(audit.act, 'console.export'))
  .orderBy(desc(audit.at), desc(audit.id)))
/** Writes so many lines into the audit, two in each millisecond. */
const note = async (many: number) => await city.database.transact(async (tx) => {
  const lines = Array.from({ length: many }, (_, at) => ({
    id: crypto.randomUUID(),
    at: 1_000_000 + Math.floor(at / 2),
    actorId: city.ids.admin,
    act: 'rulings.set',
    reason: `第 ${at} 次`,
  }))
  for (let at = 0; at < many; at += 500) await tx.insert(audit).values(lines.slice(at, at + 500))
})

it('staff of a street get the reports of their own areas alone, and the same as in the list', async () => {
  await street.file('rider', { areaId: COMMUNITY, text: '井盖松动' })
  await street.file('rider2', { areaId: ELSEWHERE, text: '路灯不亮' })
  const textsFor = async (by: PersonName) =>
    (await csvOf(by, 'reports', { view: 'todo' })).slice(1).map(cells => cells[3])
  expect(await textsFor('staff')).toEqual(['井盖松动'])
  expect((await textsFor('admin')).toSorted()).toEqual(['井盖松动', '路灯不亮'].toSorted())
  const listed = await city.as('staff').ask('console.queue', { view: 'todo' })
  expect(await textsFor('staff')).toEqual(listed.reports.map(({ text }) => text))
  expect(await csvOf('staff', 'reports', { view: 'done' })).toHaveLength(1)
})

it('what would run as a formula stands as words, in CSV and in a workbook', async () => {
  for (const text of ['=HYPERLINK("http://x")', '+86', '@SUM(A1)', '-5 度', 'a & <b>'])
    await street.file('rider', { areaId: COMMUNITY, text })
  const meant = ['\'=HYPERLINK("http://x")', '\'+86', '\'@SUM(A1)', '\'-5 度', 'a & <b>'].toSorted()
  const csv = await csvOf('staff', 'reports', { view: 'todo' })
  expect(csv.slice(1).map(cells => cells[3]!).toSorted()).toEqual(meant)
  const answer = await take('staff', 'reports', { view: 'todo' }, 'xlsx')
  expect(answer.headers.get('content-type')).toContain('spreadsheetml')
  const sheet = cellsOf(Buffer.from(await answer.arrayBuffer()))
  expect(sheet[0]).toEqual(csv[0])
  expect(sheet.slice(1).map(cells => cells[3]!).toSorted()).toEqual(meant)
})

it('a long list comes whole, each row once, in its order, however many share an instant', async () => {
  await note(2_345)
  const rows = (await csvOf('admin', 'acts', { act: 'rulings.set' })).slice(1)
  const told = rows.map(cells => Number(/^第 (\d+) 次$/.exec(cells.at(-1)!)?.[1]))
  expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2_345 }, (_, at) => at))
  const instants = told.map(nth => Math.floor(nth / 2))
  expect(instants).toEqual(instants.toSorted((a, b) => b - a))
})

it('a file begins so that Excel reads Chinese, is named, and is kept by nobody on the way', async () => {
  const answer = await take('admin', 'acts')
  expect([...new Uint8Array(await answer.arrayBuffer()).subarray(0, 3)]).toEqual([0xEF, 0xBB, 0xBF])
  expect(decodeURIComponent(answer.headers.get('content-disposition')!))
    .toBe('attachment; filename*=UTF-8\'\'操作记录-2026-11-23.csv')
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
})

it('each export leaves a line with its filter and its rows, without the words that were sought', async () => {
  await street.file('rider', { areaId: COMMUNITY, text: '井盖松动 8000' })
  await csvOf('staff', 'reports', { view: 'todo', kind: 'hazard', text: '8000' })
  expect(await line()).toMatchObject([{
    actorId: city.ids.staff,
    kind: 'export',
    ref: 'reports',
    reason: '上报，1 行 csv，列表 待办，类别 安全隐患',
  }])
  expect((await line())[0]!.areaId).not.toBeNull()
})

it('who may not read a list gets no file of it, nor a line', async () => {
  const statuses = async (list: string, by: PersonName, input = {}) => (await take(by, list, input)).status
  expect(await statuses('acts', 'staff')).toBe(403)
  expect(await statuses('ledger', 'staff', { from: '2026-11-01', to: '2026-11-23' })).toBe(403)
  expect(await statuses('reports', 'rider', { view: 'todo' })).toBe(403)
  expect((await city.fetchAs(undefined)('/api/exports/acts/csv')).status).toBe(401)
  expect(await statuses('nothing', 'admin')).toBe(404)
  expect((await take('admin', 'acts', {}, 'pdf')).status).toBe(404)
  const malformed = await take('admin', 'ledger', { from: '2026-02-31', to: '2026-11-23' })
  expect(malformed.status).toBe(400)
  expect(await malformed.json()).toMatchObject({ code: 'export.malformed' })
  expect(await line()).toEqual([])
})

it('the ledger goes to accounting in Shanghai\'s time and Chinese words, without a name', async () => {
  await street.bring(await street.file('rider', { areaId: COMMUNITY, kind: 'hazard' }), 'accepted')
  const rows = await csvOf('admin', 'ledger', { from: '2026-11-23', to: '2026-11-23' })
  expect(Object.fromEntries(rows[0]!.map((title, at) => [title, rows[1]![at]]))).toMatchObject({
    入账时间: expect.stringMatching(/^2026-11-23 10:/),
    原因: '上报被受理',
    动作: '入账',
    转入账户: city.ids.rider,
    积分: '50',
  })
})

it('a server that stops waits for the line of an export that it cuts off', async () => {
  await note(9_000)
  const answer = await take('admin', 'acts', { act: 'rulings.set' })
  const reader = answer.body!.getReader()
  await reader.read()
  expect(await line()).toEqual([])
  const cut = reader.cancel()
  await Promise.all(city.held)
  expect(await line()).toMatchObject([{ ref: 'acts', reason: expect.stringMatching(/^操作记录，\d+ 行 csv/) }])
  await cut
})
