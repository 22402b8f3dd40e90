import type { City } from '#server/city.ts'
import type { CommandInput, CommandName, CommandResult } from '#shared/commands.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { Envelope, Reply } from '#shared/sync/protocol.ts'
import type { PersonName } from './template.ts'
import { deepStrictEqual } from 'node:assert'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts, openSession } from '#server/core/identity/index.ts'
import { openKeys } from '#server/core/keys/index.ts'
import { openRulings } from '#server/core/rulings/index.ts'
import { buildApp } from '#server/http/app.ts'
import { cookieOf } from '#server/http/session-cookie.ts'
import { openCity as buildCity } from '#server/open-city.ts'
import { readEnvironment } from '#server/settings/environment.ts'
import { openChanges } from '#server/sync/changes.ts'
import { queries } from '#shared/queries.ts'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import * as v from 'valibot'
import { lendDatabase, personNames, phoneOf } from './template.ts'

export { COMMUNITY, createDatabase, ELSEWHERE, STREET, UNITS } from './template.ts'
export type { PersonName } from './template.ts'

/** Somewhere inside 江汉区. */
export const PLACE = { latitude: 30.6, longitude: 114.27 }

/**
 * A fresh city on the engine that DATABASE_URL names, with people signed in on phones of their own and a
 * clock that tests may move.
 */
export async function openTestCity(
  env: Record<string, string> = {},
  log = pino({ level: 'silent' }),
  { isNew = false } = {},
) {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-'))
  const { url: databaseUrl, database } = await lendDatabase(dataDir, { isNew })

  const time = { now: Date.parse('2026-11-23T02:00:00Z') }
  const sent: { phone: string, code: string }[] = []
  const sentLinks: { phone: string, url: string }[] = []
  const settings = readEnvironment({
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SECRET: 'a secret for tests, long enough to pass',
    ...env,
  })
  await openKeys(database, settings.secret, time.now)
  const changes = await openChanges(database)
  const held: Promise<unknown>[] = []
  const city = buildCity({
    database,
    changes,
    rulings: await openRulings(database, changes),
    settings,
    clock: () => time.now,
    sms: {
      send: async (phone, code) => void sent.push({ phone, code }),
      sendLink: async (phone, url) => void sentLinks.push({ phone, url }),
    },
    log,
    isStopping: () => false,
    holdStop: work => void held.push(work),
  })
  const app = buildApp(city)
  const ids = await idsIn(city)

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
    ...apiOf(
      async (path, init) => await fetchAs(cookie)(path, init),
      () => time.now,
    ),
  })

  /** Signs one of the people in; the cookie. Without a code: asking for one cost more than many tests. */
  const enter = (name: PersonName) => database.transact(async (tx) => {
    const [account] = await tx.select().from(accounts).where(eq(accounts.id, ids[name]))
    const { token } = await openSession(tx, account!, time.now)
    return `${cookieOf(settings).name}=${token}`
  })
  const phones = new Map<PersonName, Promise<string>>()
  /** What a person's phone can do; it signs in the first time. */
  const as = (name: PersonName) => {
    if (!phones.has(name)) phones.set(name, enter(name))
    const fetch = async (path: string, init?: RequestInit) =>
      await fetchAs(await phones.get(name))(path, init)
    return { accountId: ids[name], fetch, ...apiOf(fetch, () => time.now) }
  }

  return {
    ...city,
    app,
    /** The work for which a server that stops would wait. */
    held,
    dataDir,
    time,
    sent,
    sentLinks,
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
export type TestCity = Awaited<ReturnType<typeof openTestCity>>

async function idsIn({ database }: City) {
  const rows = await database.read.select({ id: accounts.id, phone: accounts.phone }).from(accounts)
  const byPhone = new Map(rows.map(({ id, phone }) => [phone, id]))
  return Object.fromEntries(personNames.map(name => [name, byPhone.get(phoneOf(name))!])) as Record<
    PersonName,
    string
  >
}

/** The two doors as one phone uses them. Answers are parsed against their schema. */
export function apiOf(fetch: (path: string, init?: RequestInit) => Promise<Response>, now: () => number) {
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
  /** Sends one command, and returns its reply. */
  const sendOne = async <Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Reply> =>
    (await send({ name, input }))[0]!
  /** Sends one command that must be accepted, and returns its result. */
  const done = async <Name extends CommandName>(name: Name, input: CommandInput<Name>) => {
    const reply = await sendOne(name, input)
    if (reply.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(reply)}`)
    return reply.result as CommandResult<Name>
  }
  /** Sends one command that must be refused, and returns why. */
  const refused = async <Name extends CommandName>(name: Name, input: CommandInput<Name>) => {
    const reply = await sendOne(name, input)
    if (reply.status !== 'refused') throw new Error(`${name}: ${JSON.stringify(reply)}`)
    return reply.refusal
  }
  /** Sends one command that was made a while ago, as a phone does that had no network. */
  const later = async <Name extends CommandName>(
    waitedMs: number,
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Reply> => (await send({ name, input, madeAt: now() - waitedMs }))[0]!
  /** Sends the same command five times at once: one decision. */
  const fiveTimes = async <Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
  ): Promise<Reply> => {
    const command = { id: randomUUID(), name, input, madeAt: now() }
    const replies = (await Promise.all(Array.from({ length: 5 }, () => send(command)))).flat()
    for (const reply of replies) deepStrictEqual(reply, replies[0])
    return replies[0]!
  }
  return { send, sendBatch, ask, sendOne, done, refused, later, fiveTimes }
}
