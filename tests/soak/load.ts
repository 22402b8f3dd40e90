import type { BatchReply, Envelope, Reply } from '#shared/sync/protocol.ts'
import { Buffer } from 'node:buffer'
import { createHash, randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { barePhoto, complaint, report } from '../support/bare-phone.ts'
import { COMMUNITY } from '../support/template.ts'

export interface Person { readonly accountId: string, readonly cookie: string, photo?: string }
/** A batch on its way, or answered. */
export interface Sent { readonly person: Person, readonly commands: Envelope[], replies?: Reply[] }
/** An answer that no phone should get; the instants are when it was asked and told. */
export interface Trouble { readonly text: string, readonly from: number, readonly until: number }

/** Commands that one account sends before another takes its turn, far from any limit. */
const COMMANDS_PER_PERSON = 20
const PEOPLE_MAX = 10_000
const REPORTERS = 60
const BATCH_MAX = 4
const AGAIN_MS = 25

/** People, signed in, and the statements that put them into either engine. */
export function crowd(commands: number): { people: Person[], statements: string[] } {
  const size = Math.min(PEOPLE_MAX, Math.max(2 * REPORTERS, Math.ceil(commands / COMMANDS_PER_PERSON)))
  const now = Date.now()
  const people = Array.from({ length: size }, (_, i) => ({
    accountId: randomUUID(),
    cookie: `bee=soak-${randomUUID()}`,
    phone: `1380001${String(i).padStart(4, '0')}`,
  }))
  const tokenHash = (cookie: string) => createHash('sha256').update(cookie.slice('bee='.length)).digest('hex')
  const statements = people.flatMap(({ accountId, cookie, phone }) => [
    `insert into accounts (id, phone, role, area_id, registered_at, created_at)
      values ('${accountId}', '${phone}', 'courier', '${COMMUNITY}', ${now}, ${now})`,
    `insert into sessions (token_hash, account_id, role, created_at, seen_at, expires_at)
      values ('${tokenHash(cookie)}', '${accountId}', 'courier', ${now}, ${now}, ${now + 30 * 86_400_000})`,
  ])
  return { people, statements }
}

interface Heard { readonly status: number, readonly text: string }

/**
 * Phones that send without a pause: each sends a batch, and the same one again until all of it is decided, as
 * the outbox does.
 */
export function openLoad(people: readonly Person[], phones: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  const answered: Sent[] = []
  const pending: (Sent | undefined)[] = []
  const troubles: Trouble[] = []
  let turn = 0

  function newBatch(): Sent {
    const person = people[turn++ % people.length]!
    const commands = Array.from({ length: 1 + Math.floor(Math.random() * BATCH_MAX) }, () =>
      person.photo !== undefined && Math.random() < 0.5
        ? report('井盖翘起', [person.photo])
        : complaint(`灯太暗 ${turn}`))
    return { person, commands }
  }

  /** Undefined where no whole answer came. */
  const ask = (port: number, method: string, path: string, person: Person, body: Buffer) =>
    new Promise<Heard | undefined>((resolve) => {
      const headers = {
        'cookie': person.cookie,
        'content-type': 'application/json',
        'x-little-bee': '1',
        'content-length': body.length,
      }
      const sent = request({ host: '127.0.0.1', port, path, method, agent, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on('error', () => resolve(undefined))
        answer.on('close', () => resolve(answer.complete
          ? { status: answer.statusCode!, text: Buffer.concat(chunks).toString() }
          : undefined))
      })
      sent.on('error', () => resolve(undefined))
      sent.end(body)
    })

  /** The replies to a batch, or undefined where nothing is decided yet. */
  async function send(port: number, { person, commands }: Sent): Promise<Reply[] | undefined> {
    const from = Date.now()
    const body = Buffer.from(JSON.stringify({ sentAt: from, commands }))
    const heard = await ask(port, 'POST', '/api/commands', person, body)
    if (heard === undefined) return undefined
    const trouble = (text: string) => void troubles.push({ text, from, until: Date.now() })
    if (heard.status !== 200) return trouble(`${heard.status}: ${heard.text}`)
    const { replies } = JSON.parse(heard.text) as BatchReply
    if (replies.some(({ status }) => status === 'retry' || status === 'malformed')) return trouble(heard.text)
    return replies
  }

  async function phone(at: number, portOf: (phone: number) => number, isOver: (phone: number) => boolean) {
    while (!isOver(at)) {
      const batch = pending[at] ??= newBatch()
      const replies = await send(portOf(at), batch)
      if (replies === undefined) {
        await wait(AGAIN_MS * Math.random())
        continue
      }
      answered.push({ ...batch, replies })
      pending[at] = undefined
    }
  }

  const run = async (portOf: (phone: number) => number, isOver: (phone: number) => boolean) =>
    void await Promise.all(Array.from({ length: phones }, (_, at) => phone(at, portOf, isOver)))

  return {
    answered,
    troubles,
    send,
    /** Gives some people a photo to report with. */
    async equip(port: number) {
      const photo = await barePhoto()
      for (const person of people.slice(0, REPORTERS)) {
        const heard = await ask(port, 'PUT', `/api/photos/${photo.hash}`, person, photo.bytes)
        if (heard?.status !== 200 && heard?.status !== 201) throw new Error(`no photo: ${heard?.text}`)
        person.photo = photo.hash
      }
    },
    run,
    /** Sends what was begun until all of it is answered. */
    finish: async (portOf: (phone: number) => number) =>
      await run(portOf, at => pending[at] === undefined),
    close: () => agent.destroy(),
  }
}
