import type { City } from '#server/city.ts'
import type { Role } from '#shared/identity/roles.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { Envelope, Reply } from '#shared/sync/protocol.ts'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { loadAreas } from '#server/core/areas/index.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { openKeys } from '#server/core/keys/index.ts'
import { openDatabase } from '#server/database/database.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { useDoorOrigin } from '#server/features/doors/kiosks/door-origin.ts'
import { buildApp } from '#server/http/app.ts'
import { readEnvironment } from '#server/settings/environment.ts'
import { openChanges } from '#server/sync/changes.ts'
import { queries } from '#shared/queries.ts'
import { pino } from 'pino'
import { uuidv7 } from 'uuidv7'
import * as v from 'valibot'

export const STREET = '420103006'
export const COMMUNITY = '420103006003'
export const ELSEWHERE = '420105004' // A street of another district.
/** Somewhere inside 江汉区. */
export const PLACE = { latitude: 30.6, longitude: 114.27 }

interface Person { role: Role, areaId: string | null, unit?: 'power' | 'roads' }
/** The people every test may meet; their phones are 138 0000 00xx in this order. */
const people = {
  rider: { role: 'courier', areaId: COMMUNITY },
  rider2: { role: 'courier', areaId: COMMUNITY },
  rider3: { role: 'courier', areaId: COMMUNITY },
  resident: { role: 'resident', areaId: COMMUNITY },
  keeper: { role: 'keeper', areaId: COMMUNITY },
  staff: { role: 'staff', areaId: STREET },
  staff2: { role: 'staff', areaId: STREET },
  staffElsewhere: { role: 'staff', areaId: ELSEWHERE },
  unit: { role: 'unit', areaId: '4201', unit: 'roads' },
  unit2: { role: 'unit', areaId: '4201', unit: 'power' },
  admin: { role: 'admin', areaId: '4201' },
  admin2: { role: 'admin', areaId: '4201' },
} as const satisfies Record<string, Person>
export type PersonName = keyof typeof people
const phoneOf = (name: PersonName) =>
  `138000000${String(Object.keys(people).indexOf(name) + 1).padStart(2, '0')}`

const SIGNED_UP = Date.parse('2026-11-01T00:00:00Z')

/**
 * A fresh city on the engine that DATABASE_URL names, with people signed in on phones of their own and a
 * clock that tests may move.
 */
export async function openCity(env: Record<string, string> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-'))
  const base = process.env.DATABASE_URL
  const databaseUrl =
    dialect === 'postgresql' ? await createDatabase(base!) : `file:${join(dataDir, 'city.sqlite')}`
  const database = await openDatabase(databaseUrl)
  await migrate(database)

  const time = { now: Date.parse('2026-11-23T02:00:00Z') }
  const sent: { phone: string, code: string }[] = []
  const settings = readEnvironment({
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SECRET: 'a secret for tests, long enough to pass',
    ...env,
  })
  await openKeys(database, settings.secret, time.now)
  useDoorOrigin(settings.publicUrl)
  const log = pino({ level: 'silent' })
  const city: City = {
    database,
    changes: await openChanges(database),
    settings,
    clock: () => time.now,
    sms: { send: async (phone, code) => void sent.push({ phone, code }) },
    log,
  }
  const app = buildApp(city, () => false)
  const ids = await settle(city)

  /** A request as a browser would make it, cookie included when given. */
  const fetchAs =
    (cookie: string | undefined) =>
      (path: string, init: RequestInit = {}) =>
        app.request(path, {
          ...init,
          headers: {
            'host': 'localhost',
            'x-little-bee': '1',
            ...(cookie ? { cookie } : {}),
            ...(init.headers as Record<string, string>),
          },
        })

  async function signIn(phone: string): Promise<string> {
    const post = (body: object) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const asked = await fetchAs(undefined)('/api/session/code', post({ phone }))
    if (!asked.ok) throw new Error(`no code: ${await asked.text()}`)
    const response = await fetchAs(undefined)(
      '/api/session',
      post({ phone, code: sent.findLast(sms => sms.phone === phone)!.code }),
    )
    if (!response.ok) throw new Error(`not signed in: ${await response.text()}`)
    return response.headers.get('set-cookie')!.split(';')[0]!
  }

  /** What a phone or a tablet can do that is signed in by a cookie. */
  const holding = (cookie: string) => ({
    fetch: fetchAs(cookie),
    ...doorsOf(
      async (path, init) => await fetchAs(cookie)(path, init),
      () => time.now,
    ),
  })

  const phones = new Map<PersonName, Promise<string>>()
  /** What a person's phone can do; it signs in the first time. */
  const as = (name: PersonName) => {
    if (!phones.has(name)) phones.set(name, signIn(phoneOf(name)))
    const fetch = async (path: string, init?: RequestInit) =>
      await fetchAs(await phones.get(name))(path, init)
    return { accountId: ids[name], fetch, ...doorsOf(fetch, () => time.now) }
  }

  return {
    ...city,
    app,
    dataDir,
    time,
    sent,
    ids,
    phoneOf,
    signIn,
    fetchAs,
    holding,
    as,
    close: async () => {
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type TestCity = Awaited<ReturnType<typeof openCity>>

export const UNITS = {
  roads: '0194f000-0000-7000-8000-0000000000a1',
  power: '0194f000-0000-7000-8000-0000000000a2',
}

async function settle({ database }: City) {
  const ids = Object.fromEntries(Object.keys(people).map(name => [name, uuidv7()])) as Record<
    PersonName,
    string
  >
  await database.transact(async (tx) => {
    await loadAreas(tx)
    await tx.insert(units).values([
      { id: UNITS.roads, name: '市政维修队', areaId: '4201' },
      { id: UNITS.power, name: '供电公司', areaId: '4201' },
    ])
    for (const [name, person] of Object.entries(people) as [PersonName, Person][]) {
      await tx.insert(accounts).values({
        id: ids[name],
        phone: phoneOf(name),
        role: person.role,
        name: `测试${name}`,
        areaId: person.areaId,
        unitId: person.unit ? UNITS[person.unit] : null,
        registeredAt: SIGNED_UP,
        createdAt: SIGNED_UP,
      })
    }
  })
  return ids
}

/** The two doors as one phone uses them. Answers are parsed against their schema. */
export function doorsOf(fetch: (path: string, init?: RequestInit) => Promise<Response>, now: () => number) {
  const sendBatch = async (sentAt: number, commands: Envelope[]): Promise<Response> =>
    await fetch('/api/commands', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sentAt, commands }),
    })

  const send = async (
    ...commands: { name: string, input: unknown, id?: string, madeAt?: number }[]
  ): Promise<Reply[]> => {
    const response = await sendBatch(
      now(),
      commands.map(command => ({ id: randomUUID(), madeAt: now(), ...command })),
    )
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
    return (await response.json()).replies
  }
  const ask = async <Name extends QueryName>(name: Name, input: QueryInput<Name>): Promise<Answer<Name>> => {
    const response = await fetch(`/api/queries/${name}?input=${encodeURIComponent(JSON.stringify(input))}`)
    if (response.status !== 200) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    return v.parse(queries[name].output, await response.json()) as Answer<Name>
  }
  return { send, sendBatch, ask }
}

let databases = 0
/** An empty PostgreSQL database of its own, beside the one that is named; its address. */
export async function createDatabase(base: string): Promise<string> {
  const name = `bee_${process.pid}_${Date.now()}_${databases++}`
  const server = await openDatabase(base)
  await server.run(`create database ${name}`)
  await server.close()
  return Object.assign(new URL(base), { pathname: `/${name}` }).href
}
