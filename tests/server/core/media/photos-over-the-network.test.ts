import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { connect } from 'node:net'
import { photos } from '#server/core/media/index.ts'
import { PHOTO_BYTES_MAX } from '#shared/sync/protocol.ts'
import { serve } from '@hono/node-server'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { filesOf, hashOf, iPhonePhoto, picture, put } from './photos.ts'

let city: TestCity
let server: Server
let port: number
let cookie: string
/** Requests that are not answered yet, and connections that are over. */
let [working, ended] = [0, 0]
beforeAll(async () => {
  city = await openTestCity()
  const fetch = async (request: Request) => {
    working++
    return await Promise.resolve(city.app.fetch(request)).finally(() => working--)
  }
  server = serve({ fetch, port: 0, hostname: '127.0.0.1' }) as Server
  server.on('connection', (socket: Socket) => socket.once('close', () => ended++))
  if (!server.listening) await once(server, 'listening')
  port = (server.address() as AddressInfo).port
  cookie = await city.signIn(city.phoneOf('rider'))
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await city.close()
})

/**
 * A request written byte by byte onto a socket; resolves with all that comes back before the connection ends.
 */
async function write(
  hash: string,
  lengthSaid: number,
  parts: Iterable<Buffer>,
  cut = false,
): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  let heard = ''
  socket.on('data', chunk => heard += chunk.toString('latin1'))
  socket.on('error', () => {}) // Being cut off is what is tested.
  const ended = new Promise(resolve => socket.once('close', resolve))
  socket.write(
    [
      `PUT /api/photos/${hash} HTTP/1.1`,
      'Host: localhost',
      `Cookie: ${cookie}`,
      'X-Little-Bee: 1',
      `Content-Length: ${lengthSaid}`,
      '\r\n',
    ].join('\r\n'),
  )
  for (const part of parts) {
    if (socket.destroyed || heard !== '') break
    if (!socket.write(part))
      await Promise.race([new Promise(resolve => socket.once('drain', resolve)), ended])
  }
  if (cut) socket.destroy()
  else if (heard !== '') socket.end()
  else socket.once('data', () => socket.end())
  await ended
  return heard
}
const nothing = async () => expect([filesOf(city), await city.database.read.$count(photos)]).toEqual([[], 0])

it('a connection that breaks midway leaves nothing behind, wherever it breaks', async () => {
  const bytes = iPhonePhoto()
  const lengths = [0, 5, 40, 100_000, bytes.length - 1]
  for (const length of lengths) await write(hashOf(bytes), bytes.length, [bytes.subarray(0, length)], true)
  await expect.poll(() => [ended, working]).toEqual([lengths.length, 0])
  await nothing()
})

it('a file of 40 MB is told that it is too large', async () => {
  const chunk = Buffer.alloc(1_000_000)
  const answer = await write(hashOf(chunk), 40 * chunk.length, Array.from({ length: 40 }, () => chunk))
  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('photo.tooLarge')
  await nothing()
})

it('a whole photo arrives, and its sender can look at it', async () => {
  const bytes = iPhonePhoto()
  const at = `http://127.0.0.1:${port}/api/photos/${hashOf(bytes)}`
  expect(
    (await fetch(at, { method: 'PUT', body: Buffer.from(bytes), headers: { cookie, 'x-little-bee': '1' } }))
      .status,
  ).toBe(201)
  const shown = await fetch(`${at}/thumb`, { headers: { cookie } })
  expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).format).toBe('jpeg')
})

it('a phone on a slow line that sends a photo again hears that it is there', async () => {
  const bytes = await picture(2)
  await put(city.as('rider'), bytes)
  const slowly = new ReadableStream({
    start: async (controller) => {
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 8)) {
        controller.enqueue(new Uint8Array(bytes.subarray(at, at + Math.ceil(bytes.length / 8))))
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      controller.close()
    },
  })
  const request = {
    method: 'PUT',
    body: slowly,
    duplex: 'half',
    headers: { cookie, 'x-little-bee': '1' },
  } as RequestInit
  expect((await fetch(`http://127.0.0.1:${port}/api/photos/${hashOf(bytes)}`, request)).status).toBe(200)
})

it('a file that doesn\'t say how long it is, and is too long, is refused as well', async () => {
  const before = [filesOf(city), await city.database.read.$count(photos)]
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(Buffer.from([0xFF, 0xD8, 0xFF]))
      for (let i = 0; i * 1_000_000 <= PHOTO_BYTES_MAX + 1_000_000; i++)
        controller.enqueue(new Uint8Array(1_000_000))
      controller.close()
    },
  })
  const request = {
    method: 'PUT',
    body,
    duplex: 'half',
    headers: { cookie, 'x-little-bee': '1' },
  } as RequestInit
  // A sender in the middle of its body may meet the closed connection before it reads the answer.
  const status = await fetch(`http://127.0.0.1:${port}/api/photos/${hashOf(Buffer.from('x'))}`, request).then(
    response => response.status,
    () => 413,
  )
  expect(status).toBe(413)
  expect([filesOf(city), await city.database.read.$count(photos)]).toEqual(before)
})
