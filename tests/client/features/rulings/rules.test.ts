// @vitest-environment dom
import type { RulingKey } from '#shared/rulings/schemas.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, submit, tap, text, type } from '../../../support/client/page.ts'

const admin = me('admin')
const ROADS = '0194f000-0000-7000-8000-0000000000a1'
const first = (key: RulingKey) => ({ rank: 0, value: builtIn[key], from: null, by: null, reason: null })
const made = (key: RulingKey, value: unknown) => ({
  key,
  rulings: [{ rank: 1, value, from: 1_000, by: '市级值班', reason: '汛期加急' }, first(key)],
  hasMore: false,
})
const history = (...changes: string[]) => ({
  rulings: changes.map(change => ({
    id: 'limits-1',
    key: 'limits',
    changes: [change],
    areaNames: [],
    from: 1_000,
    by: '市级值班',
    reason: '汛期加急',
  })),
  total: changes.length,
  hasMore: false,
})

let server: PhoneServer
freshPhone(() => ({
  'identity.me': admin,
  'rulings.one': ({ key }: { key: RulingKey }) => ({ key, rulings: [first(key)], hasMore: false }),
  'rulings.history': history(),
  'rulings.book': [{ key: 'limits', lines: [], from: null, by: null, reason: null }],
  'rulings.units': [{ id: ROADS, name: '市政维修队', areaId: '4201' }],
  'areas.tree': [['4201', '武汉市'], ['420103', '江汉区']],
}), given => server = given)
const open = async (rule: RulingKey) => {
  await openPage(`/console/rulings/${rule}`, { holder: admin })
  await expect.poll(() => document.querySelector('.ruling__reason')).not.toBeNull()
}
const save = async (reason = '汛期加急') => {
  await type('input[name=reason], .ruling__reason input', reason)
  await submit()
}
const sent = () => server.commands.at(-1)?.input

it('a limit is ruled with a reason, on the version that was seen', async () => {
  await open('limits')
  await type('[aria-label="安全隐患的时限"]', '12')
  await submit()
  expect(text()).toContain('请写明修改原因')
  server.acceptTo({
    'rulings.one': made('limits', { ...builtIn.limits, hazard: { hours: 12 } }),
    'rulings.history': history('安全隐患：24 小时 → 12 小时'),
  })
  await save()
  await expect.poll(sent).toEqual({
    key: 'limits',
    value: { ...builtIn.limits, hazard: { hours: 12 } },
    reason: '汛期加急',
    seen: 0,
  })
  await expect.poll(text).toContain('已保存，从现在起生效')
  await expect.poll(text).toContain('安全隐患：24 小时 → 12 小时')
  expect(text()).toContain('市级值班')
  expect(text()).toContain('原因：汛期加急')
})

it('what is no whole number is said by its name and never sent', async () => {
  await open('points')
  await type('.rule-row:last-child input', '很多')
  await save()
  expect(text()).toContain('“其他”请填整数，不要太大或太小')
  expect(server.commands).toEqual([])
})

it('a template with a placeholder that there isn\'t is not saved', async () => {
  await open('templates')
  await type('textarea', '请到{where}')
  await save()
  expect(text()).toContain('模板里不能用 {where}')
  await type('textarea', '请到{place}')
  await save()
  await expect.poll(sent).toMatchObject({
    key: 'templates',
    value: [{ text: '请到{place}' }, ...builtIn.templates.slice(1)],
  })
})

const route = { kind: null, areaId: '4201', unitId: ROADS }
it('a route without a unit is not saved', async () => {
  server.answers['rulings.one'] = made('routing', [route])
  await open('routing')
  await expect.poll(text).toContain('市政维修队')
  await tap('添加规则')
  await save()
  expect(text()).toContain('每条规则都要选好处置单位')
  expect(server.commands).toEqual([])
})

it('two equal routes are not saved', async () => {
  server.answers['rulings.one'] = made('routing', [route, route])
  await open('routing')
  await expect.poll(text).toContain('市政维修队')
  await save()
  expect(text()).toContain('同一区域、同一类别有两条规则，请删掉一条')
  expect(server.commands).toEqual([])
})

it('nobody but an admin sees the rules', async () => {
  const staff = me('staff')
  server.answers['identity.me'] = staff
  await openPage('/organiser/rules/limits', { holder: staff })
  await expect.poll(text).toContain('没有这一页，或者你的岗位不能打开')
  expect(document.querySelector('form')).toBeNull()
})
