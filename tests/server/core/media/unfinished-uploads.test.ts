import type { IntakeLimits } from '#server/core/media/index.ts'
import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { buildPhotos } from '#server/http/photos.ts'
import { requireSession } from '#server/http/session.ts'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { filesOf, hashOf, picture } from './photos.ts'

const WHOLE = 11_900_000
let city: TestCity
const servers: Server[] = []
const sockets: Socket[] = []
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await city.close()
})

/** The city's photo routes on a port of their own, with limits that a test can wait for. */
async function listen(limits: Partial<IntakeLimits> = {}): Promise<number> {
  const app = new Hono().use(requireSession(city)).route('/api/photos', buildPhotos(city, limits))
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server
  servers.push(server)
  if (!server.listening) await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

interface Upload {
  readonly socket: Socket
  readonly answer: Promise<string>
  readonly closed: Promise<unknown>
}

/** Begins to send a photo of `length` bytes, of which `bytes` are sent. */
async function begin(port: number, cookie: string, bytes: Buffer, length = bytes.length): Promise<Upload> {
  const socket = connect(port, '127.0.0.1')
  sockets.push(socket)
  await once(socket, 'connect')
  socket.on('error', () => {}) // Being cut off is what is tested.
  const answer = once(socket, 'data').then(([chunk]) => (chunk as Buffer).toString('latin1'))
  const closed = new Promise(resolve => socket.once('close', resolve))
  const head = [
    `PUT /api/photos/${hashOf(bytes)} HTTP/1.1`,
    'Host: localhost',
    `Cookie: ${cookie}`,
    `Content-Length: ${length}`,
    '\r\n',
  ]
  socket.write(head.join('\r\n'))
  await new Promise<void>(resolve => socket.write(bytes, () => resolve()))
  return { socket, answer, closed }
}
/** A JPEG's beginning, and so many bytes of noise. */
const unfinished = (length: number) =>
  Buffer.concat([Buffer.from([0xFF, 0xD8, 0xFF]), randomBytes(length - 3)])
const status = async ({ answer }: Upload) => Number((await answer).split(' ')[1])

it('sixteen photos that one account leaves unfinished stop nobody else\'s', async () => {
  const [hog, other] = [await city.signIn(city.phoneOf('rider')), await city.signIn(city.phoneOf('rider2'))]
  const port = await listen()
  const bytes = unfinished(WHOLE - 1)
  const begun = await Promise.all(Array.from({ length: 16 }, () => begin(port, hog, bytes, WHOLE)))
  const putOff = await Promise.any(begun.map(async ({ answer }) => await answer))
  expect(putOff).toMatch(/^HTTP\/1\.1 429 /)
  expect(putOff).toMatch(/\r\nretry-after: 5\r\n/i)
  expect(putOff).toContain('photo.share')
  expect(await status(await begin(port, other, await picture(1, { width: 2400, height: 1800 })))).toBe(201)
})

it('arriving photos of different people are put off once they fill the memory that is for them', async () => {
  const cookies = [await city.signIn(city.phoneOf('rider')), await city.signIn(city.phoneOf('rider2'))]
  const port = await listen({ heldBytesMax: 200_000 })
  const begun = await Promise.all(cookies.map(cookie => begin(port, cookie, unfinished(150_000), WHOLE)))
  const putOff = await Promise.race(begun.map(async ({ answer }) => await answer))
  expect(putOff).toMatch(/^HTTP\/1\.1 503 /)
  expect(putOff).toMatch(/\r\nretry-after: 5\r\n/i)
  expect(putOff).toContain('photo.crowded')
  for (const { socket } of begun) socket.destroy()
  let pictures = 20
  await expect.poll(async () => await status(await begin(port, cookies[0]!, await picture(pictures++))))
    .toBe(201)
})

it('one account has twelve uploads under way at most; the next is asked to wait', async () => {
  const hog = await city.signIn(city.phoneOf('rider'))
  const port = await listen()
  const begun = await Promise.all(
    Array.from({ length: 13 }, () => begin(port, hog, unfinished(1_000), WHOLE)),
  )
  const putOff = await Promise.race(begun.map(async upload => ({ upload, answer: await upload.answer })))
  expect(putOff.answer).toMatch(/^HTTP\/1\.1 429 /)
  expect(putOff.answer).toContain('photo.share')
  begun.find(upload => upload !== putOff.upload)!.socket.destroy()
  let pictures = 2
  await expect.poll(async () => await status(await begin(port, hog, await picture(pictures++)))).toBe(201)
})

it('an upload that brings nothing more is cut off, told to send again, and holds nothing', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const port = await listen({ idleMs: 300, accountUploadsMax: 1 })
  const stalled = await begin(port, cookie, unfinished(100_000), WHOLE)
  expect(await stalled.answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*photo\.stalled/)
  await stalled.closed
  expect(filesOf(city)).toEqual([])
  expect(await status(await begin(port, cookie, await picture(3)))).toBe(201)
})

it('nor does one that drips on for longer than any phone waits', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const port = await listen({ wholeMs: 600 })
  const dripping = await begin(port, cookie, unfinished(100_000), WHOLE)
  const drops = setInterval(() => dripping.socket.write(Buffer.alloc(1)), 20)
  expect(await dripping.answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*photo\.stalled/)
  await dripping.closed
  clearInterval(drops)
})

it('a photo sent again, or refused by its first bytes, is not waited for either', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const port = await listen({ idleMs: 300 })
  const bytes = await picture(4)
  expect(await status(await begin(port, cookie, bytes))).toBe(201)
  expect(await status(await begin(port, cookie, bytes, bytes.length + 1))).toBe(200)
  expect(await status(await begin(port, cookie, Buffer.alloc(100), WHOLE))).toBe(415)
})
