import type { CommandContext } from '#server/sync/context.ts'
import type { Reply } from '#shared/sync/protocol.ts'
import type { AddressInfo } from 'node:net'
import type { TestCity } from './city.ts'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { accounts, openSession } from '#server/core/identity/index.ts'
import { award } from '#server/core/points/index.ts'
import { buildApp } from '#server/http/app.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { serve } from '@hono/node-server'
import { COMMUNITY } from './city.ts'

const DAY_MS = 86_400_000

/**
 * So many more riders, signed in, with points for so many days: one address may not ask for so many codes.
 * Their cookies.
 */
export async function crowdOf(
  city: Pick<TestCity, 'database' | 'time' | 'ids'>,
  size: number,
  { points = 50, days = 1 } = {},
): Promise<string[]> {
  const {
    time: { now },
    ids,
  } = city
  const people = Array.from({ length: size }, (_, i) => ({
    id: randomUUID(),
    phone: `1380001${String(i).padStart(4, '0')}`,
    role: 'courier' as const,
    areaId: COMMUNITY,
    createdAt: now,
  }))
  return await city.database.transact(async (tx) => {
    await tx.insert(accounts).values(people)
    const context = {
      tx,
      actor: { accountId: ids.staff, role: 'resident', areaId: COMMUNITY, posts: [] },
      now,
      nudge: () => {},
    } as unknown as CommandContext
    const cookies: string[] = []
    for (const person of people) {
      for (let day = 0; day < days; day++) {
        await award(context, {
          accountId: person.id,
          amount: points,
          cap: 'reports.lead',
          reason: 'reports.accepted',
          ref: `${person.id} ${day}`,
          note: '#1',
          occurredOn: dayOf(now - day * DAY_MS),
          approverId: ids.staff,
        })
      }
      cookies.push(`bee=${(await openSession(tx, person, now)).token}`)
    }
    return cookies
  })
}

export interface SentCommand { readonly name: string, readonly input: object, readonly id?: string }

/**
 * A client that keeps so many connections to a port; `send` resolves with a command's reply and rejects where
 * none came.
 */
export function openSender(port: number, connections: number, now: () => number = Date.now) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const send = (cookie: string, { name, input, id = randomUUID() }: SentCommand): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ sentAt: now(), commands: [{ id, name, input, madeAt: now() }] })
      const headers = {
        cookie,
        'content-type': 'application/json',
        'x-little-bee': '1',
        'content-length': Buffer.byteLength(body),
      }
      request(
        { port, host: '127.0.0.1', path: '/api/commands', method: 'POST', agent, headers },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', chunk => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString()
            if (response.statusCode === 200) resolve((JSON.parse(text) as { replies: Reply[] }).replies[0]!)
            else reject(new Error(`${response.statusCode}: ${text}`))
          })
        },
      )
        .on('error', reject)
        .end(body)
    })
  return { send, close: () => agent.destroy() }
}

/** The city behind a real port, and a client with so many connections to it. */
export async function openPort(city: TestCity, connections: number) {
  const app = buildApp(city)
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  const sender = openSender((server.address() as AddressInfo).port, connections, () => city.time.now)
  return {
    send: sender.send,
    close: async () => {
      sender.close()
      server.close()
      await once(server, 'close')
    },
  }
}
