import type { CommandName } from '#shared/commands.ts'
import type { QueryName } from '#shared/queries.ts'
import type { CommandSpec, QuerySpec } from '#shared/sync/specs.ts'
import type { PersonName, TestCity } from '../../support/city.ts'
import type { Things } from './permissions/things.ts'
import { randomUUID } from 'node:crypto'
import { buildApp } from '#server/http/app.ts'
import { commands } from '#shared/commands.ts'
import { deciders } from '#shared/identity/roles.ts'
import { queries } from '#shared/queries.ts'
import { expect, it } from 'vitest'
import { apiOf, STREET, UNITS } from '../../support/city.ts'
import { codeAt, factorAt, setUpFactor } from '../../support/factor.ts'
import { freshCity } from '../../support/fresh-city.ts'
import { commandTable, queryTable } from './permissions/table.ts'

const MINUTE = 60_000
const names = Object.keys(commands) as CommandName[]
const questions = Object.keys(queries) as QueryName[]
const specOf = (name: CommandName): CommandSpec => commands[name]
const questionOf = (name: QueryName): QuerySpec => queries[name]

let city: TestCity
freshCity(opened => void (city = opened), { LIMITS_FACTOR: '100' })

/** Things that are nowhere: what is sent and asked here doesn't get as far as them. */
const things = new Proxy({ areaId: STREET, unitId: UNITS.roads, phone: '13800000001' } as Things, {
  get: (known, name: keyof Things) => known[name] ?? randomUUID(),
})

/** The same city as it is in production: who holds a deciding post must have a second factor. */
function inProduction() {
  const settings = { ...city.settings, requiresFactor: true }
  const app = buildApp({ ...city, settings })
  const fetchAs = (cookie: string | undefined) => async (path: string, init: RequestInit = {}) =>
    await app.request(path, {
      ...init,
      headers: {
        'host': 'localhost',
        'x-little-bee': '1',
        ...cookie && { cookie },
        ...init.headers as Record<string, string>,
      },
    })
  return {
    fetchAs,
    as: (cookie: string) => ({ fetch: fetchAs(cookie), ...apiOf(fetchAs(cookie), () => city.time.now) }),
  }
}
type Phone = Pick<ReturnType<TestCity['holding']>, 'fetch' | 'send' | 'ask'>

const send = async ({ send }: Phone, name: CommandName) =>
  (await send({ name, input: commandTable[name].input(things) }))[0]!
const ask = async ({ fetch }: Phone, name: QueryName) => {
  const input = encodeURIComponent(JSON.stringify(queryTable[name].input(things)))
  const answer = await fetch(`/api/queries/${name}?input=${input}`)
  return { status: answer.status, body: await answer.json() }
}

it('what asks for a fresh code: posts and corrections of points, and nothing that may wait', () => {
  const flagged = [...names.filter(name => specOf(name).secondFactor), ...questions.filter(
    name => questionOf(name).secondFactor,
  )]
  expect(flagged.toSorted()).toEqual([
    ...names.filter(name => name.startsWith('people.')),
    'points.approveCorrection',
    'points.correct',
  ].toSorted())
  for (const name of names.filter(name => specOf(name).secondFactor)) {
    expect(specOf(name), name).toMatchObject({ offline: false, audited: true })
    expect(specOf(name).by.filter(part => !deciders.includes(part as 'admin')), name).toEqual([])
  }
})

it('what is reached before a second factor is set up: who one is, and nothing else', () => {
  expect(names.filter(name => specOf(name).beforeFactor)).toEqual([])
  expect(questions.filter(name => questionOf(name).beforeFactor)).toEqual(['identity.me'])
})

it.each(['staff', 'unit', 'admin'] as const)(
  'in production %s without a second factor reach nothing but its set-up',
  async (who: PersonName) => {
    const cookie = await city.signIn(city.phoneOf(who))
    const phone = inProduction().as(cookie)
    const before = await city.database.run('select count(*) as n from receipts')
    for (const name of names.filter(name => specOf(name).by.includes(who as 'staff'))) {
      expect(await send(phone, name), name)
        .toMatchObject({ status: 'retry', refusal: { code: 'command.factorMissing' } })
    }
    expect(await city.database.run('select count(*) as n from receipts')).toEqual(before)
    const closed = questions.filter(name => name !== 'identity.me')
    for (const name of closed.filter(name => questionOf(name).by.includes(who as 'staff'))) {
      expect(await ask(phone, name), name).toMatchObject({
        status: 403,
        body: { code: 'command.factorMissing', message: expect.stringContaining('动态码') },
      })
    }
    const photo = `/api/photos/${'a'.repeat(64)}`
    const others = [
      await phone.fetch('/api/events'),
      await phone.fetch(`${photo}/full`),
      await phone.fetch(`${photo}/thumb`),
      await phone.fetch(photo, { method: 'PUT', body: 'bytes' }),
      await phone.fetch('/api/session/phone/code', { method: 'POST', body: '{}' }),
    ]
    expect(others.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403])
    expect(await phone.ask('identity.me', {})).toMatchObject({ factor: 'missing' })

    const doors = factorAt(inProduction(), cookie)
    const { body: { secret } } = await doors.begin()
    expect((await doors.confirm(codeAt(secret, city.time.now))).status).toBe(200)
    expect(await phone.ask('identity.me', {})).toMatchObject({ factor: 'on' })
    expect((await ask(phone, 'notices.mine')).status).toBe(200)
    expect((await phone.fetch(`${photo}/full`)).status).toBe(404)
  },
)

it('in production riders, keepers, visitors and what they do stay as they are', async () => {
  for (const name of ['rider', 'keeper'] as const) {
    const phone = inProduction().as(await city.signIn(city.phoneOf(name)))
    expect((await ask(phone, 'points.mine')).status).toBe(200)
    expect(await send(phone, 'notices.read')).toMatchObject({ status: 'accepted' })
  }
  const anybody = await inProduction().fetchAs(undefined)('/api/queries/stations.all?input=%7B%7D')
  expect(anybody.status).toBe(200)
})

it('a code counts as fresh for ten minutes, at sign-in too, and the act is done after the next', async () => {
  const cookie = await city.signIn(city.phoneOf('admin'))
  const { secret } = await setUpFactor(city, cookie)
  const admin = city.holding(cookie)
  const post = () => ({
    postId: randomUUID(),
    phone: city.phoneOf('rider3'),
    kind: 'guard' as const,
    scope: STREET,
    reason: '熟悉小巷',
  })
  city.time.now += 9 * MINUTE
  await admin.done('people.give', post())
  city.time.now += MINUTE
  const given = { ...post(), kind: 'laneAdviser' as const }
  for (const name of names.filter(name => specOf(name).secondFactor)) {
    expect(await send(admin, name), name)
      .toMatchObject({ status: 'retry', refusal: { code: 'command.factorStale' } })
  }
  const file = async () => await admin.fetch('/api/exports/acts/csv?input=%7B%7D')
  const refused = await file()
  expect([refused.status, await refused.json()])
    .toEqual([403, { code: 'command.factorStale', message: '请输入动态码后再继续。' }])
  expect((await ask(admin, 'points.desk')).status).toBe(200)
  expect((await factorAt(city, cookie).fresh(codeAt(secret, city.time.now))).status).toBe(200)
  await admin.done('people.give', given)
  expect((await file()).status).toBe(200)
})

it('who may not do it is told that, and asked for no code', async () => {
  const cookie = await city.signIn(city.phoneOf('staff'))
  await setUpFactor(city, cookie)
  city.time.now += 10 * MINUTE
  expect(await city.holding(cookie).refused('people.suspend', { accountId: city.ids.rider, reason: '冒用' }))
    .toEqual({ code: 'command.notForYourRole' })
})

it('outside production nothing is asked of who has set none up', async () => {
  const { ids } = city
  await city.as('admin').done('people.suspend', { accountId: ids.rider3, reason: '冒用' })
  await city.as('admin').done('people.restore', { accountId: ids.rider3, reason: '核实' })
  expect(await city.as('admin').ask('identity.me', {})).toMatchObject({ factor: 'off' })
})
