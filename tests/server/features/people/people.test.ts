import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { STATIONS } from '../../../support/journeys/people.ts'

const PHONE = '13800000951'
const MINUTE = 61_000
const DAY = 86_400_000

let city: TestCity
freshCity(async (given) => {
  city = given
  await city.database.transact(tx => tx.insert(stations).values(Object.values(STATIONS)))
})

type Give = CommandInput<'people.give'>
const give = (more: Partial<Give> = {}): Give => ({
  postId: randomUUID(),
  phone: city.phoneOf('rider3'),
  kind: 'staff',
  scope: STREET,
  reason: '接替休假的同事',
  ...more,
})
const phoneOf = async (phone: string) => {
  city.time.now += MINUTE
  return city.holding(await city.signIn(phone))
}
const statusOf = async (name: PersonName, query = 'identity.me') =>
  (await city.as(name).fetch(`/api/queries/${query}?input=%7B%7D`)).status
async function actsIn() {
  const lines = await city.database.read.select().from(audit).orderBy(asc(audit.at), asc(audit.id))
  return lines.map(({ act, ref, reason }) => [act, ref, reason])
}
const postOf = async (name: PersonName) =>
  (await city.database.read.select().from(posts).where(eq(posts.accountId, city.ids[name])))[0]!
const oneOf = async (by: PersonName, name: PersonName) =>
  await city.as(by).ask('people.one', { accountId: city.ids[name] })

describe('giving a post', () => {
  it('invites by phone, ends the sessions, and the post holds from the next sign-in on', async () => {
    await city.as('rider3').ask('identity.me', {})
    const given = give({ until: city.time.now + DAY })
    expect(await city.as('admin').fiveTimes('people.give', given)).toMatchObject({ status: 'accepted' })
    expect(await statusOf('rider3')).toBe(401)
    const staff = await phoneOf(city.phoneOf('rider3'))
    expect((await staff.ask('identity.me', {})).posts).toMatchObject([{ id: given.postId, kind: 'staff' }])
    expect((await staff.ask('desk.reports', { view: 'todo' })).reports).toEqual([])
    expect(await actsIn()).toEqual([['people.give', city.ids.rider3, given.reason]])
    city.time.now = given.until!
    expect((await staff.fetch('/api/queries/identity.me?input=%7B%7D')).status).toBe(401)
  })

  it('makes an account for a new number, which needs a name', async () => {
    const keeper = give({ phone: PHONE, kind: 'keeper', scope: STATIONS.near.id })
    expect(await city.as('admin').refused('people.give', keeper)).toEqual({ code: 'people.nameMissing' })
    await city.as('admin').done('people.give', { ...keeper, name: '站长老何' })
    const { posts: held, name, role } = await (await phoneOf(PHONE)).ask('identity.me', {})
    expect([name, role, held?.[0]?.scopeName]).toEqual(['站长老何', 'keeper', STATIONS.near.name])
  })

  it('refuses a number whose holder is called otherwise than was typed', async () => {
    const mistyped = give({ name: '张三' })
    expect(await city.as('admin').refused('people.give', mistyped)).toEqual({ code: 'people.nameDiffers' })
    await city.as('admin').done('people.give', give({ name: '测试rider3' }))
  })

  it('of a standing kind ends no session, and staff give it in their own area only', async () => {
    await city.as('rider3').ask('identity.me', {})
    const adviser = { kind: 'laneAdviser' as const, scope: COMMUNITY }
    await city.as('staff').done('people.give', give(adviser))
    expect(await statusOf('rider3')).toBe(200)
    expect((await city.as('rider3').ask('identity.me', {})).posts).toMatchObject([{ kind: 'laneAdviser' }])
    const refusedBy = async (more: Partial<Give>) =>
      (await city.as('staff').refused('people.give', give(more))).code
    expect(await refusedBy(adviser)).toBe('people.heldAlready')
    expect(await refusedBy({ kind: 'guard', scope: ELSEWHERE })).toBe('people.notYoursToGive')
    expect(await refusedBy({})).toBe('people.notYoursToGive')
    expect(await refusedBy({ kind: 'unit', scope: UNITS.roads })).toBe('people.notYoursToGive')
  })

  it('to oneself, in a scope that does not exist, or with a term that is over is refused', async () => {
    const refusedBy = async (more: Partial<Give>) =>
      (await city.as('admin').refused('people.give', give(more))).code
    expect(await refusedBy({ phone: city.phoneOf('admin') })).toBe('people.oneself')
    expect(await refusedBy({ scope: '420199' })).toBe('people.scopeUnknown')
    expect(await refusedBy({ kind: 'unit', scope: STREET })).toBe('people.scopeUnknown')
    expect(await refusedBy({ kind: 'captain', scope: 'bees' })).toBe('people.scopeUnknown')
    expect(await refusedBy({ until: city.time.now })).toBe('people.termWrong')
    expect(await refusedBy({ kind: 'admin', scope: STREET })).toBe('people.notYoursToGive')
    expect(await actsIn()).toEqual([])
  })
})

describe('an admin\'s post', () => {
  it('waits for a second admin: until then it permits nothing and ends no session', async () => {
    await city.as('rider3').ask('identity.me', {})
    const given = give({ kind: 'admin', scope: '4201' })
    await city.as('admin').done('people.give', given)
    expect([await statusOf('rider3'), await statusOf('rider3', 'points.desk')]).toEqual([200, 403])
    expect(await city.as('admin').refused('people.confirm', { postId: given.postId }))
      .toEqual({ code: 'people.sameHands' })
    expect(await oneOf('admin2', 'rider3')).toMatchObject({
      posts: [{ awaitsConfirmation: true, mayConfirm: true, mayEnd: true }],
    })
    await city.as('admin2').done('people.confirm', { postId: given.postId })
    expect(await statusOf('rider3')).toBe(401)
    const admin = await phoneOf(city.phoneOf('rider3'))
    expect((await admin.fetch('/api/queries/points.desk?input=%7B%7D')).status).toBe(200)
    expect(await city.as('admin2').refused('people.confirm', { postId: given.postId }))
      .toEqual({ code: 'people.idTaken' })
  })

  it('stays if it is the last one, also when two admins end each other\'s at once', async () => {
    const [one, two] = [await postOf('admin'), await postOf('admin2')]
    expect(await city.as('admin').refused('people.end', { postId: one.id, reason: '离任' }))
      .toEqual({ code: 'people.oneself' })
    const replies = await Promise.all([
      city.as('admin').fetch('/api/queries/identity.me?input=%7B%7D'),
      city.as('admin2').fetch('/api/queries/identity.me?input=%7B%7D'),
    ])
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    const ended = await Promise.all([
      city.as('admin').sendOne('people.end', { postId: two.id, reason: '离任' }),
      city.as('admin2').sendOne('people.end', { postId: one.id, reason: '离任' }),
    ].map(async each => (await each.catch(() => ({ status: 'signedOut' }))).status))
    expect(ended.filter(status => status === 'accepted')).toHaveLength(1)
  })
})

describe('ending a post', () => {
  it('refuses the next request of every session; it works once, and not on one\'s own post', async () => {
    const post = await postOf('staff')
    expect(await statusOf('staff')).toBe(200)
    const end = { postId: post.id, reason: '调走了' }
    expect(await city.as('staff2').refused('people.end', end)).toEqual({ code: 'people.unknown' })
    await city.as('admin').done('people.end', end)
    expect(await statusOf('staff')).toBe(401)
    expect(await city.as('admin').refused('people.end', end)).toEqual({ code: 'people.postOver' })
    expect(await actsIn()).toEqual([['people.end', city.ids.staff, '调走了']])
    const former = await phoneOf(city.phoneOf('staff'))
    expect(await former.ask('identity.me', {}))
      .toMatchObject({ role: 'resident', registeredAt: null, posts: [] })
  })
})

describe('suspending somebody', () => {
  it('ends every session at once, until they are restored', async () => {
    await city.as('rider3').ask('identity.me', {})
    const judge = { accountId: city.ids.rider3, reason: '冒用他人身份' }
    await city.as('admin').done('people.suspend', judge)
    expect(await statusOf('rider3')).toBe(401)
    city.time.now += MINUTE
    await expect(city.signIn(city.phoneOf('rider3'))).rejects.toThrow('session.disabled')
    expect(await oneOf('admin', 'rider3')).toMatchObject({ isSuspended: true })
    await city.as('admin').done('people.restore', judge)
    const again = await phoneOf(city.phoneOf('rider3'))
    expect(await again.ask('identity.me', {})).toMatchObject({ role: 'courier' })
    expect(await city.as('admin').refused('people.suspend', { ...judge, accountId: city.ids.admin }))
      .toEqual({ code: 'people.oneself' })
  })
})

describe('a table of posts', () => {
  it('finds areas, units and stations as people call them, and asks where two are called so', async () => {
    const scopes = [
      ['小巷顾问', '江汉区永丰社区', undefined],
      ['小巷顾问', '民意街街道 · 永丰社区居委会', undefined],
      ['小巷顾问', '永丰社区', 'people.scopeAmbiguous'],
      ['小巷顾问', '永丰', 'people.scopeUnknown'],
      ['小巷顾问', '江汉区江汉区', 'people.scopeUnknown'],
      ['驿站管理员', STATIONS.near.name, undefined],
      ['处置单位', UNITS.roads, undefined],
    ] as const
    const rows = scopes.map(([kind, scope], at) =>
      ({ postId: randomUUID(), phone: `1380000096${at}`, name: '新人', kind, scope }))
    const { refused } = await city.as('admin').done('people.import', { rows, reason: '名单', dryRun: true })
    const code = (at: number) => refused.find(({ line }) => line === at + 1)?.code
    expect(scopes.map(([, scope], at) => [scope, code(at)]))
      .toEqual(scopes.map(([, scope, expected]) => [scope, expected]))
  })

  it('names the bad lines and takes the good ones; a dry run says the same and changes nothing', async () => {
    const row = (phone: string, name: string, kind: string, scope: string) =>
      ({ postId: randomUUID(), phone, name, kind, scope })
    const rows = [
      row('138 0000 0951', '站长老何', '驿站管理员', `${STATIONS.near.number}`),
      row('12345', '谁', '小巷顾问', COMMUNITY),
      row('13800000952', '楼长小丁', '居民楼栋长', '420199'),
      row('13800000953', '', 'guard', COMMUNITY),
      row('13800000954', '社区小钱', 'staff', '江汉区'),
      row('13800000954', '社区小钱', 'staff', '江汉区'),
      row(city.phoneOf('admin'), '自己', 'staff', '江汉区'),
      row('13800000955', '谁', '市长', COMMUNITY),
    ]
    const answer = {
      given: 2,
      refused: [
        { line: 2, code: 'people.phoneWrong' },
        { line: 3, code: 'people.scopeUnknown' },
        { line: 4, code: 'people.nameMissing' },
        { line: 6, code: 'people.heldAlready' },
        { line: 7, code: 'people.oneself' },
        { line: 8, code: 'people.kindUnknown' },
      ],
    }
    const before = await city.database.read.$count(accounts)
    const table = { rows, reason: '年度名单' }
    expect(await city.as('admin').done('people.import', { ...table, dryRun: true })).toEqual(answer)
    expect(await city.database.read.$count(accounts)).toBe(before)
    expect(await city.as('admin').done('people.import', { ...table, dryRun: false })).toEqual(answer)
    expect(await city.database.read.$count(accounts)).toBe(before + 2)
    expect((await actsIn()).map(([act, , reason]) => [act, reason])).toEqual([
      ['people.import', '年度名单（试导入，2/8 条）'],
      ['people.import', '年度名单（2/8 条）'],
    ])
  })
})

describe('finding people', () => {
  const found = async (by: PersonName, words: string) =>
    (await city.as(by).ask('people.find', { words })).people.map(({ name }) => name)

  it('works by the whole number or the end of the name, within one\'s own area', async () => {
    expect(await found('admin', city.phoneOf('rider2'))).toEqual(['测试rider2'])
    for (const words of ['rider2', 'RIDER2']) expect(await found('admin', words)).toEqual(['测试rider2'])
    expect(await found('admin', '13800')).toEqual([])
    expect(await found('admin', '%%')).toEqual([])
    expect(await found('staff', 'rider2')).toEqual(['测试rider2'])
    expect(await found('staffElsewhere', 'rider2')).toEqual([])
    expect(await found('staffElsewhere', city.phoneOf('rider2'))).toEqual([])
  })

  it('no longer shows people whose term in one\'s area is over', async () => {
    const until = city.time.now + DAY
    const guarding = { kind: 'guard', scope: COMMUNITY, until } as const
    await city.as('staff').done('people.give', give({ phone: PHONE, name: '丁外地', ...guarding }))
    const { people: [guard] } = await city.as('staff').ask('people.find', { words: '丁外地' })
    city.time.now = until
    const staff = await phoneOf(city.phoneOf('staff'))
    expect((await staff.ask('people.find', { words: '丁外地' })).people).toEqual([])
    await expect(staff.ask('people.one', { accountId: guard!.accountId })).rejects.toThrow('404')
  })

  it('without words lists holders of posts, of any kind or of one, within one\'s own area', async () => {
    await city.as('admin').done('people.give', give({ kind: 'guard', scope: COMMUNITY }))
    const holding = async (by: PersonName, kind?: Give['kind']) =>
      (await city.as(by).ask('people.find', { kind })).people.map(({ name }) => name)
    expect(await holding('staff', 'guard')).toEqual(['测试rider3'])
    expect(await holding('staffElsewhere', 'guard')).toEqual([])
    expect(await holding('admin', 'stairHead')).toEqual([])
    expect((await holding('admin', 'admin')).toSorted()).toEqual(['测试admin', '测试admin2'])
    expect(await holding('admin')).toContain('测试rider3')
    expect(await holding('admin')).not.toContain('测试rider')
    expect((await city.as('admin').ask('people.find', { words: 'rider3', kind: 'staff' })).people).toEqual([])
  })

  it('people in sight are given posts by name, people out of sight are not', async () => {
    const { phone: _, ...named } = give({ kind: 'guard', scope: COMMUNITY, accountId: city.ids.rider3 })
    await city.as('staff').done('people.give', named)
    expect(await oneOf('staff', 'rider3')).toMatchObject({ posts: [{ kind: 'guard', givenBy: '测试staff' }] })
    const foreign = { ...named, postId: randomUUID(), scope: ELSEWHERE }
    expect(await city.as('staffElsewhere').refused('people.give', foreign))
      .toEqual({ code: 'people.unknown' })
    const malformed = await city.as('admin').sendOne('people.give', { ...foreign, phone: PHONE } as Give)
    expect(malformed.status).toBe('malformed')
  })

  it('the city\'s units are listed for those who give their posts', async () => {
    const units = await city.as('admin').ask('people.units', {})
    expect(units.map(({ id }) => id)).toEqual(expect.arrayContaining(Object.values(UNITS)))
    expect((await city.as('staff').fetch('/api/queries/people.units?input=%7B%7D')).status).toBe(403)
  })

  it('a person\'s page is for those who may see them, and each reading is audited', async () => {
    await city.as('admin').done('people.give', give({ kind: 'guard', scope: COMMUNITY }))
    const view = await oneOf('staff', 'rider3')
    expect(view).toMatchObject({
      name: '测试rider3',
      phoneHint: '138****0003',
      posts: [{ kind: 'guard', mayEnd: true, mayConfirm: false, reason: '接替休假的同事' }],
      acts: [],
      maySuspend: false,
    })
    const elsewhere = await city.as('staffElsewhere').fetch(`/api/queries/people.one?input=${
      encodeURIComponent(JSON.stringify({ accountId: city.ids.rider3 }))}`)
    expect(elsewhere.status).toBe(404)
    expect((await actsIn()).filter(([act]) => act === 'people.one'))
      .toEqual([['people.one', city.ids.rider3, null]])
    const admin = await oneOf('admin2', 'admin')
    expect(admin.acts).toMatchObject([{ act: 'people.give', kind: 'account', reason: '接替休假的同事' }])
    city.time.now += 31 * DAY
    city.time.now += MINUTE
    const again = await phoneOf(city.phoneOf('admin2'))
    expect((await again.ask('people.one', { accountId: city.ids.admin })).acts).toEqual([])
  })
})
