import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { ACTS_PAGE_MAX } from '#shared/people/schemas.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'

let city: TestCity
freshCity(given => void (city = given))

const filed = (areaId: string) =>
  ({ reportId: randomUUID(), kind: 'hazard' as const, text: '井盖松动', areaId, photos: [] })
const give = { phone: '13800000951', name: '丁楼长', kind: 'guard' as const, scope: COMMUNITY, reason: '新来的' }

it('an admin reads what everybody did, the latest first: who, what, where and why', async () => {
  const input = filed(COMMUNITY)
  await city.as('staff').done('reports.fileFor', input)
  city.time.now += 1
  await city.as('admin').done('people.give', { postId: randomUUID(), ...give })
  const { acts, hasMore } = await city.as('admin2').ask('people.acts', {})
  expect(acts).toMatchObject([
    {
      act: 'people.give',
      by: { accountId: city.ids.admin, name: '测试admin' },
      about: { kind: 'account', name: '丁楼长' },
      reason: '新来的',
    },
    {
      act: 'reports.fileFor',
      by: { name: '测试staff' },
      about: { kind: 'report', ref: input.reportId, name: null },
      at: city.time.now - 1,
      reason: null,
    },
  ])
  expect([acts[1]!.areaName, hasMore]).toEqual([expect.stringContaining('永丰社区'), false])
  expect((await city.as('staff').fetch('/api/queries/people.acts?input=%7B%7D')).status).toBe(403)
})

it('what the clock forgot is among it, and further pages follow', async () => {
  const reportId = await filedAndDeclined()
  city.time.now += 366 * 86_400_000
  await asSystem(city, 'reports.forget', [{ reportIds: [reportId] }])
  city.time.now += 1
  const admin = city.holding(await city.signIn(city.phoneOf('admin')))
  for (let i = 0; i < ACTS_PAGE_MAX; i++) {
    city.time.now += 1
    await admin.ask('people.one', { accountId: city.ids.rider })
  }
  const first = await admin.ask('people.acts', {})
  expect([first.acts.length, first.hasMore]).toEqual([ACTS_PAGE_MAX, true])
  const rest = await admin.ask('people.acts', { before: first.acts.at(-1)!.at })
  expect(rest.acts[0]).toMatchObject({ act: 'reports.forget', by: null, reason: '不受理或撤回 1 件，办结 0 件' })
})

async function filedAndDeclined() {
  const input = filed(COMMUNITY)
  await city.as('staff').done('reports.fileFor', input)
  await city.as('staff').done('reports.move', { reportId: input.reportId, to: 'declined', words: '没有' })
  return input.reportId
}

it('staff do not read what somebody who lives with them decided elsewhere', async () => {
  const post = { postId: randomUUID(), phone: city.phoneOf('rider3'), reason: '借调' }
  await city.as('admin').done('people.give', { ...post, kind: 'staff', scope: ELSEWHERE })
  city.time.now += 61_000
  const clerk = city.holding(await city.signIn(city.phoneOf('rider3')))
  await clerk.done('reports.fileFor', filed(ELSEWHERE))
  const actsOf = async (by: 'staff' | 'admin') =>
    (await city.as(by).ask('people.one', { accountId: city.ids.rider3 })).acts.map(({ act }) => act)
  expect([await actsOf('staff'), await actsOf('admin')]).toEqual([[], ['reports.fileFor']])
})

it('two admins who give somebody the same post at once give one', async () => {
  const admins = ['admin', 'admin2'] as const
  for (let person = 0; person < 8; person++) {
    const given = { ...give, phone: `1380000970${person}` }
    const replies = await Promise.all(admins.map(by =>
      city.as(by).sendOne('people.give', { postId: randomUUID(), ...given })))
    const [account] = await city.database.read.select().from(accounts).where(eq(accounts.phone, given.phone))
    const held = await city.database.read.$count(posts, eq(posts.accountId, account!.id))
    expect([replies.filter(({ status }) => status === 'accepted').length, held]).toEqual([1, 1])
  }
})
