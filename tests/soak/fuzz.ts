import type { AddressInfo } from 'node:net'
import type { TestCity } from '../support/city.ts'
import type { PersonName } from '../support/template.ts'
import type { Pool, Random } from './odd-inputs.ts'
import { Buffer } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { accounts, openSession } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { buildApp } from '#server/http/app.ts'
import { openLog } from '#server/http/logs.ts'
import { commands } from '#shared/commands.ts'
import { queries } from '#shared/queries.ts'
import { serve } from '@hono/node-server'
import { and, eq, isNull } from 'drizzle-orm'
import { barePhoto } from '../support/bare-phone.ts'
import { openTestCity } from '../support/city.ts'
import { personNames } from '../support/template.ts'
import { openChoices, openPool, Raw, sample, spoil, toJson } from './odd-inputs.ts'

const AT_ONCE = 12
const FAULT_RETRY_MS = 30_000

/**
 * `back`: how often somebody was signed in again. `faults`: answers of 500 and more, failed commands, and
 * connections that were refused.
 */
export interface Fuzzed { requests: number, back: number, statuses: Record<string, number>, faults: string[] }
interface Asked { method: string, path: string, headers?: Record<string, string>, body?: Buffer }

/** Whoever erased their account could send no more. */
const harmless = Object.entries(commands).filter(([name]) => name !== 'identity.deleteMe')
const specs = { commands: harmless, queries: Object.entries(queries) }
type Schema = Parameters<typeof sample>[0]

/** Makes one request after another, from nearly right to not even HTTP's idea of JSON. */
function openRequests(random: Random, pool: Pool, photo: Buffer) {
  const maybeSpoilt = (value: unknown) =>
    random.happens(0.6) ? spoil(random.happens(0.2) ? spoil(value, random) : value, random) : value

  const command = () => {
    const [name, { input }] = random.pick(specs.commands)
    return {
      id: random.happens(0.3) ? pool.id() : randomUUID(),
      name,
      input: maybeSpoilt(sample(input as unknown as Schema, random, pool)),
      madeAt: Date.now(),
    }
  }
  const batch = (): Asked => {
    const value = { sentAt: Date.now(), commands: Array.from({ length: 1 + random.below(4) }, command) }
    const body = toJson(random.happens(0.1) ? spoil(value, random) : value)
    const cut = random.happens(0.03) ? body.slice(0, random.below(body.length)) : body
    return { method: 'POST', path: '/api/commands', body: Buffer.from(cut) }
  }
  const query = (): Asked => {
    const [name, { input }] = random.pick(specs.queries)
    const text = toJson(maybeSpoilt(sample(input as unknown as Schema, random, pool))).slice(0, 7000)
    const encoded = random.happens(0.05)
      ? text.replace(/[^\w{}[\]":,.-]/g, '%')
      : encodeURIComponent(Buffer.from(text).toString())
    return {
      method: random.pick(['GET', 'GET', 'GET', 'HEAD']),
      path: `/api/queries/${name}?input=${encoded}`,
      headers: random.happens(0.1) ? { 'if-none-match': random.pick(['*', '"', 'W/"x", "y"', '"ÿ"']) } : {},
    }
  }
  const session = (): Asked => {
    const said = toJson(spoil({ phone: `1380002${1000 + random.below(9000)}`, code: '123456' }, random))
    return {
      method: random.pick(['POST', 'POST', 'GET']),
      path: random.pick(['/api/session', '/api/session/code', '/api/session/kiosk']),
      body: Buffer.from(said.slice(0, 1500)),
      headers: { cookie: random.pick(['bee=', 'bee=%', 'bee=%ff%00', ';;=;bee', `bee=${'x'.repeat(3000)}`]) },
    }
  }
  const upload = (): Asked => {
    const bytes = Buffer.from(photo)
    for (let flips = random.below(6); flips > 0; flips--)
      bytes[random.below(random.pick([40, bytes.length]))] = random.below(256)
    const body = random.happens(0.3) ? bytes.subarray(0, random.below(bytes.length)) : bytes
    const hash = random.happens(0.9)
      ? createHash('sha256').update(body).digest('hex')
      : random.pick(['x', '%00', 'G'.repeat(64)])
    return { method: 'PUT', path: `/api/photos/${hash}`, body, headers: { 'content-type': 'image/jpeg' } }
  }
  const stray = (): Asked => ({
    method: random.pick(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']),
    path: random.pick([
      '/%',
      '/%00',
      '/api/%ff',
      '/api/queries/__proto__?input={}',
      '/api/queries/toString',
      '/api/queries/reports.mine?input=%ed%a0%bd',
      '/api/queries/reports.mine?input=%',
      `/api/photos/${'a'.repeat(64)}/full`,
      '/api/photos/%00/thumb',
      '/api/commands',
      '/health/ready?%',
      '/metrics',
      '//',
    ]),
    headers: random.pick([
      {},
      { 'x-forwarded-for': ':::::::::,%' },
      { 'accept-encoding': 'br;q=x, ;;;, gzip;q=1e400' },
      { 'x-request-id': 'ÿ'.repeat(100) },
      { 'content-type': 'ÿ/ÿ' },
      { origin: 'null' },
    ]),
  })
  const broken = (): Asked => ({
    method: 'POST',
    path: '/api/commands',
    body: random.pick([
      () => Buffer.from(toJson(new Raw('['.repeat(1 + random.below(400_000))))),
      () => Buffer.from(Array.from({ length: random.below(400) }, () => random.below(256))),
      () => Buffer.from('{"sentAt":0,"commands":null}'),
    ])(),
  })
  return (): Asked => random.pick([
    ...Array.from({ length: 10 }, () => batch),
    ...Array.from({ length: 6 }, () => query),
    ...[session, upload, stray, stray, broken],
  ])()
}

/** What is wrong with an answer, if anything. */
function faultIn({ method, path }: Asked, status: number, text: string): string | undefined {
  const said = text.slice(0, 300)
  if (status >= 500 && !text.includes('"photo.crowded"'))
    return `${status} ${method} ${path.slice(0, 300)} ${said}`
  if (status !== 200 || path !== '/api/commands' || method !== 'POST') return undefined
  const { replies } = JSON.parse(text) as { replies: { status: string, afterMs?: number }[] }
  const hasFailed = replies.some(reply => reply.status === 'retry' && reply.afterMs === FAULT_RETRY_MS)
  return hasFailed ? said : undefined
}

/**
 * Signs somebody in again, and undoes what ended their sessions by chance: suspensions, and the end of their
 * posts. Otherwise all are out within some thousand requests, and the rest is answered 401.
 */
async function comeBack({ database, time: { now }, ids }: TestCity, name: PersonName): Promise<string> {
  const isTheirs = eq(accounts.id, ids[name])
  return await database.transact(async (tx) => {
    const [account] = await tx.update(accounts).set({ disabledAt: null }).where(isTheirs).returning()
    const isOld = and(eq(posts.accountId, ids[name]), isNull(posts.givenBy))
    await tx.update(posts).set({ endedAt: null, endedBy: null }).where(isOld)
    return `bee=${(await openSession(tx, account!, now)).token}`
  })
}

/** Sends so many malformed and odd requests over HTTP, as people of all roles, on the engine at hand. */
export async function fuzz(times: number, seed: number): Promise<Fuzzed> {
  const logged: string[] = []
  const log = openLog({ logLevel: 'error' }, { write: line => void logged.push(line) })
  const city = await openTestCity({ LIMITS_FACTOR: '1000000' }, log)
  const server = serve({ fetch: buildApp(city).fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const random = openChoices(seed)
  const photo = await barePhoto()
  const cookies = await Promise.all(personNames.map((name: PersonName) => city.signIn(city.phoneOf(name))))
  for (const cookie of cookies) {
    const body = new Uint8Array(photo.bytes)
    await city.holding(cookie).fetch(`/api/photos/${photo.hash}`, { method: 'PUT', body })
  }
  const next = openRequests(random, openPool(random, Object.values(city.ids), [photo.hash]), photo.bytes)
  const fuzzed: Fuzzed = { requests: 0, back: 0, statuses: {}, faults: [] }

  const send = ({ method, path, headers, body }: Asked, cookie: string) =>
    new Promise<{ status: number, text: string }>((resolve) => {
      const all = { 'cookie': cookie, 'x-little-bee': '1', 'content-type': 'application/json', ...headers }
      const length: Record<string, string> = body ? { 'content-length': String(body.length) } : {}
      const options = { host: '127.0.0.1', port, method, path, agent, headers: { ...all, ...length } }
      const sent = request(options, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on('error', () => {})
        answer.on('close', () =>
          resolve({ status: answer.statusCode!, text: Buffer.concat(chunks).toString() }))
      })
      // Cut off after a refusal that came before the whole body had been read.
      sent.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ status: error.code === 'ECONNREFUSED' ? 599 : 0, text: error.message }))
      sent.end(body)
    })

  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (fuzzed.requests < times) {
      fuzzed.requests++
      const asked = next()
      const who = random.below(cookies.length)
      const { status, text } = await send(asked, cookies[who]!)
      if (status === 401 && text.includes('"session.over"') && asked.headers?.cookie === undefined) {
        cookies[who] = await comeBack(city, personNames[who]!)
        fuzzed.back++
      }
      fuzzed.statuses[status] = (fuzzed.statuses[status] ?? 0) + 1
      const fault = faultIn(asked, status, text)
      if (fault !== undefined) fuzzed.faults.push(`${fault}\n${logged.splice(0).join('')}`)
    }
  }))
  agent.destroy()
  server.close()
  await once(server, 'close')
  await city.close()
  return fuzzed
}
