import type { Envelope, Reply } from '#shared/sync/protocol.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { photosNamedBy } from './commands.ts'

type Play = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<boolean> | boolean

/** Answers with our mark, as our server does. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): true {
  response
    .writeHead(status, { 'x-little-bee': '1', 'content-type': 'application/json', ...headers })
    .end(JSON.stringify(body))
  return true
}

/** An invented person; the phone number stands for the account. */
export const personOf = (phone: string) => ({
  accountId: `00000000-0000-7000-8000-0${phone}`,
  role: 'courier',
  name: null,
  phoneHint: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
  areaId: null,
  areaName: null,
  unitName: null,
  company: null,
  work: null,
  registeredAt: null,
})

/**
 * A small city of its own on a real port: it decides every command once, keeps photos, and can play every
 * trouble a network has.
 */
export async function openPhoneCity() {
  const city = {
    url: '',
    /** Commands that took effect, in their order. */
    applied: [] as Envelope[],
    by: [] as string[],
    receipts: new Map<string, Reply>(),
    photos: new Set<string>(),
    batches: [] as Envelope[][],
    requests: [] as string[],
    photosAtOnce: 0,
    signedInAs: null as string | null,
    /** Runs before the city answers; true when it has answered the request itself. */
    play: (() => false) as Play,
    /** The reply to a command; undefined accepts it. */
    decide: (() => undefined) as (envelope: Envelope) => Omit<Reply, 'id'> | undefined,
  }
  let underWay = 0

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk as Buffer))
    request.on('end', () => void handle(request, response, Buffer.concat(chunks)))
    request.on('error', () => {})
  })

  async function handle(request: IncomingMessage, response: ServerResponse, body: Buffer) {
    const path = request.url ?? ''
    city.requests.push(`${request.method} ${path}`)
    const isPhoto = path.startsWith('/api/photos/')
    if (isPhoto) city.photosAtOnce = Math.max(city.photosAtOnce, ++underWay)
    try {
      if (await city.play(request, response, body)) return
      if (path.startsWith('/api/session')) return void session(request, response, body)
      if (!city.signedInAs) return void answer(response, 401, { code: 'session.over', message: '请登录' })
      if (path === '/api/commands')
        return void answer(response, 200, { now: Date.now(), replies: decideAll(body) })
      if (isPhoto) return void storePhoto(path.split('/')[3]!, body, response)
      answer(response, 404, { code: 'unknown', message: '没有' })
    }
    finally {
      if (isPhoto) underWay--
    }
  }

  function session(request: IncomingMessage, response: ServerResponse, body: Buffer) {
    if (request.url === '/api/session/code')
      return answer(response, 200, { sent: true, resendAfterS: 60, demoCode: '123456' })
    if (request.method === 'DELETE') city.signedInAs = null
    else if (request.method === 'POST')
      city.signedInAs = (JSON.parse(body.toString()) as { phone: string }).phone
    return answer(response, 200, city.signedInAs ? { me: personOf(city.signedInAs) } : {})
  }

  function decideAll(body: Buffer): Reply[] {
    const { commands } = JSON.parse(body.toString()) as { commands: Envelope[] }
    city.batches.push(commands)
    return commands.map(decideOnce)
  }

  function decideOnce(envelope: Envelope): Reply {
    const earlier = city.receipts.get(envelope.id)
    if (earlier) return earlier
    const missingPhotos = photosNamedBy(envelope).filter(hash => !city.photos.has(hash))
    if (missingPhotos.length > 0) return { id: envelope.id, status: 'retry', afterMs: 10, missingPhotos }
    const reply = {
      id: envelope.id,
      ...(city.decide(envelope) ?? { status: 'accepted', result: { number: city.applied.length + 1 } }),
    } as Reply
    if (reply.status === 'retry') return reply
    city.receipts.set(envelope.id, reply)
    if (reply.status === 'accepted') {
      city.applied.push(envelope)
      city.by.push(city.signedInAs!)
    }
    return reply
  }

  function storePhoto(hash: string, body: Buffer, response: ServerResponse) {
    const isNew = !city.photos.has(hash)
    if (createHash('sha256').update(body).digest('hex') !== hash)
      return answer(response, 422, { code: 'photo.digest', message: '' })
    city.photos.add(hash)
    return answer(response, isNew ? 201 : 200, {})
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  city.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => new Promise<void>((resolve) => {
    server.closeAllConnections()
    server.close(() => resolve())
  })
  return Object.assign(city, { close })
}
export type City = Awaited<ReturnType<typeof openPhoneCity>>
