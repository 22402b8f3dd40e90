import type { QueryInput } from '#shared/queries.ts'
import type { TestCity } from '../../support/city.ts'
import { rulings } from '#server/core/rulings/tables.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, UNITS } from '../../support/city.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { cellsOfCsv } from '../../support/journeys/xlsx.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

const history = async (filter: QueryInput<'rulings.history'> = {}) =>
  await city.as('admin').ask('rulings.history', filter)
const fileOf = async (list: string, filter: object = {}) => cellsOfCsv(await (await city.as('admin')
  .fetch(`/api/exports/${list}/csv?input=${encodeURIComponent(JSON.stringify(filter))}`)).text())
const rule = async (key: 'routing' | 'templates', value: unknown, reason: string) => {
  const { rulings: [last] } = await city.as('admin').ask('rulings.one', { key })
  await city.as('admin').done('rulings.set', { key, value, seen: last!.from ?? 0, reason } as never)
}
const route = { kind: null, areaId: COMMUNITY, unitId: UNITS.roads }
/** A limit; a day later a route, taken back on the third day. */
const threeDays = async () => await city.database.transact(async (tx) => {
  const by = city.ids.admin
  await tx.insert(rulings).values([
    { key: 'limits', seq: 1, value: { ...builtIn.limits, hazard: { hours: 12 } }, by, reason: '汛期加急' },
    { key: 'routing', seq: 1, value: [route], by, reason: '=归口' },
    { key: 'routing', seq: 2, value: [], by, reason: '试行结束' },
  ].map((row, at) => ({ ...row, key: row.key as 'limits', from: city.time.now - (2 - at) * DAY_MS })))
})

it('every change is listed, the latest first, with what was before, where, by whom and why', async () => {
  await threeDays()
  const { rulings: made, total, hasMore } = await history()
  expect([total, hasMore]).toEqual([3, false])
  const unit = expect.stringMatching(/^删除 .*，全部类别：\S+$/)
  expect(made).toMatchObject([
    { key: 'routing', changes: [unit], areaNames: [expect.stringContaining('社区')], reason: '试行结束' },
    { key: 'routing', changes: [expect.stringMatching(/^新增 /)], reason: '=归口' },
    { key: 'limits', changes: ['安全隐患：24 小时 → 12 小时'], areaNames: [], by: '测试admin' },
  ])
  const { rulings: below } = await history({ before: made[0]!.from })
  expect(below.map(({ id }) => id)).toEqual(made.slice(1).map(({ id }) => id))
})

it('is narrowed by rule and by days, in rows, total and file alike', async () => {
  await threeDays()
  for (const [filter, meant] of [
    [{ key: 'routing' }, 2],
    [{ key: 'caps' }, 0],
    [{ from: '2026-11-22' }, 2],
    [{ to: '2026-11-21' }, 1],
    [{ from: '2026-11-22', to: '2026-11-22', key: 'routing' }, 1],
  ] as const) {
    const { rulings: made, total } = await history(filter)
    expect([made.length, total], JSON.stringify(filter)).toEqual([meant, meant])
    expect((await fileOf('rulingHistory', filter)).length - 1, JSON.stringify(filter)).toBe(meant)
  }
  const [titles, ...rows] = await fileOf('rulingHistory')
  expect(titles).toEqual(['规则', '片区', '改了什么', '从何时起', '谁改的', '原因'])
  expect(rows.map(cells => [cells[0], cells.at(-1)]))
    .toEqual([['派单规则', '试行结束'], ['派单规则', '\'=归口'], ['办理时限', '汛期加急']])
  const { acts } = await city.as('admin').ask('people.acts', { act: 'console.export' })
  expect(acts.map(({ reason }) => reason)).toContain('规则修改记录，2 行 csv，规则 派单规则')
})

it('the rules as they stand leave as a file, a line for each thing that they say', async () => {
  const [titles, ...before] = await fileOf('rulings')
  expect(titles).toEqual(['规则', '项目', '片区', '现在的规定', '上次修改', '谁改的', '原因'])
  expect(before).toContainEqual(['派单规则', '', '全市', '还没有规定', '系统默认', '', ''])
  expect(before).toContainEqual(['提醒与督办', '报市级督办，被退回', '全市', '3 次', '系统默认', '', ''])
  await rule('routing', [route], '归口')
  const after = await fileOf('rulings')
  const [line] = after.filter(([title]) => title === '派单规则')
  expect(line).toEqual(['派单规则', '全部类别', expect.stringContaining('社区'), expect.any(String), expect
    .stringMatching(/^2026-11-23 /), '测试admin', '归口'])
  const { lines } = (await city.as('admin').ask('rulings.book', {})).find(({ key }) => key === 'routing')!
  expect(lines).toEqual([{ name: '全部类别', areaName: line![2], text: line![3] }])
})

it('a template that changed is told by what it is for', async () => {
  const [first, ...rest] = builtIn.templates
  await rule('templates', [{ ...first, text: '请问在哪一侧？' }, ...rest.slice(1)], '更短')
  const { rulings: [{ changes } = { changes: [] }] } = await history()
  expect(changes).toEqual([
    `删除 追问“补照片”：${rest[0]!.text}`,
    `追问“问位置”：${first!.text} → 请问在哪一侧？`,
  ])
})
