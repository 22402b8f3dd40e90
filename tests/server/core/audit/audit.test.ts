import type { CommandName } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/tables.ts'
import { posts } from '#server/core/posts/index.ts'
import { commands } from '#shared/commands.ts'
import { queries } from '#shared/queries.ts'
import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf } from '../../features/mall/counter.ts'
import { streetOf } from '../../features/reports/street.ts'
import { hold } from '../../features/volunteering/held-activity.ts'

let city: TestCity
interface Command { name: CommandName, input: unknown }
freshCity(given => void (city = given))

const lines = async () => await city.database.read.select().from(audit).orderBy(asc(audit.at), asc(audit.id))
const correction = (correctionId = randomUUID()) =>
  ({ correctionId, phone: city.phoneOf('rider'), amount: 5, words: '漏发补发' })
const suspension = (name: 'rider' | 'rider2') =>
  ({ phone: city.phoneOf(name), until: city.time.now + 60_000, words: '冒用通行码' })

it('an act leaves one line: who, by which post, what, about whom, where, why, from where', async () => {
  const [post] = await city.database.read.select().from(posts).where(eq(posts.accountId, city.ids.admin))
  await city.as('admin').done('stations.suspend', suspension('rider'))
  expect(await lines()).toEqual([{
    id: expect.any(String),
    at: city.time.now,
    actorId: city.ids.admin,
    postId: post!.id,
    act: 'stations.suspend',
    kind: 'account',
    ref: city.ids.rider,
    areaId: COMMUNITY,
    reason: '冒用通行码',
    addressDigest: expect.stringMatching(/^[\w-]{43}$/),
  }])
})

it('a replay leaves none, nor does a refusal', async () => {
  const admin = city.as('admin')
  const command = { id: randomUUID(), name: 'points.correct', input: correction() }
  for (let i = 0; i < 3; i++) expect(await admin.send(command)).toMatchObject([{ status: 'accepted' }])
  expect(await admin.fiveTimes('points.correct', correction())).toMatchObject({ status: 'accepted' })
  expect((await lines()).map(({ act }) => act)).toEqual(['points.correct', 'points.correct'])

  await admin.refused('points.correct', { ...correction(), phone: city.phoneOf('admin') })
  await city.as('staff').refused('points.correct', correction())
  await admin.send({ name: 'points.correct', input: {} })
  expect(await lines()).toHaveLength(2)
})

it('an act sent again as a new command, since its answer was lost, leaves none', async () => {
  const held = await hold(city)
  city.time.now = held.endsAt
  const photo = await streetOf(city).photo('staff')
  await city.as('staff').done('activities.finish', { activityId: held.id, words: '', photos: [photo] })
  await city.as('admin').done('people.suspend', { accountId: city.ids.rider3, reason: '核实' })
  const { item } = await counterOf(city)
  const acts: Command[] = [
    { name: 'stations.suspend', input: suspension('rider') },
    { name: 'people.restore', input: { accountId: city.ids.rider3, reason: '核实' } },
    { name: 'people.linkUnit', input: { unitId: UNITS.power, worksByLink: true, reason: '不登录' } },
    { name: 'points.setCap', input: { cap: 'reports.lead', max: 77 } },
    { name: 'mall.list', input: item() },
    { name: 'activities.removePhoto', input: { activityId: held.id, hash: photo } },
  ]
  for (const { name, input } of acts) {
    const by = city.as(name === 'activities.removePhoto' ? 'staff' : 'admin')
    const before = (await lines()).length
    for (let i = 0; i < 2; i++) {
      expect(await by.send({ name, input }), name).toMatchObject([{ status: 'accepted' }])
      city.time.now += 1000
      expect((await lines()).slice(before).map(({ act }) => act), name).toEqual([name])
    }
  }
  const { notices } = await city.as('rider').ask('notices.mine', {})
  expect(notices).toMatchObject([{ kind: 'stations.suspended' }])
})

it('a command or query that is not audited leaves no line', async () => {
  await city.as('rider').done('voices.complain', { complaintId: randomUUID(), text: '太慢', page: 'home' })
  await city.as('admin').ask('points.desk', {})
  expect(await lines()).toEqual([])
})

it('two addresses are told apart, and neither can be read', async () => {
  const cookie = await city.signIn(city.phoneOf('admin2'))
  for (const address of ['203.0.113.9', '203.0.113.9', '198.51.100.4']) {
    await city.app.request(`/api/queries/people.one?input=${encodeURIComponent(
      JSON.stringify({ accountId: city.ids.rider }),
    )}`, { headers: { cookie, 'host': 'localhost', 'x-little-bee': '1' } }, { incoming: { socket: {
      remoteAddress: address,
    } } })
  }
  const digests = (await lines()).map(({ addressDigest }) => addressDigest)
  expect(digests).toHaveLength(3)
  expect([digests[0] === digests[1], digests[0] === digests[2]]).toEqual([true, false])
  expect(JSON.stringify(await lines())).not.toMatch(/203\.0|198\.51/)
})

it('no line is changed or removed, by whatever statement', async () => {
  await city.as('admin').done('stations.suspend', suspension('rider2'))
  const before = await lines()
  for (const statement of [
    'update audit set reason = \'nothing\'',
    'delete from audit',
    `insert into audit (id, at, actor_id, act) values ('${before[0]!.id}', 1, 'x', 'y')`,
  ])
    await expect(city.database.run(statement), statement).rejects.toThrow()
  await expect(city.database.run(`replace into audit (id, at, actor_id, act)
    values ('${before[0]!.id}', 1, 'x', 'y')`)).rejects.toThrow()
  expect(await lines()).toEqual(before)
})

it('somebody\'s export tells what they did by their post', async () => {
  await city.as('admin').done('stations.suspend', suspension('rider'))
  const { acts } = await city.as('admin').ask('identity.export', {})
  expect(acts).toEqual([
    { at: city.time.now, act: 'stations.suspend', kind: 'account', reason: '冒用通行码' },
  ])
  expect((await city.as('rider').ask('identity.export', {})).acts).toEqual([])
})

it('no cached query is audited: it is answered without being asked', () => {
  for (const [name, spec] of Object.entries(queries))
    expect('audited' in spec && 'cached' in spec, name).toBe(false)
  expect(Object.values(commands).filter(spec => 'audited' in spec).length).toBeGreaterThan(0)
})
