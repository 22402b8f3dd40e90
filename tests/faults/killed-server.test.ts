import type { BarePhoto } from '../support/bare-phone.ts'
import type { RunningServer } from '../support/server.ts'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, expect, it } from 'vitest'
import { barePhone, barePhoto, complaint, report } from '../support/bare-phone.ts'
import { startServer } from '../support/server.ts'

const hook = fileURLToPath(new URL('../support/dies-before-commit.mjs', import.meta.url))
let server: RunningServer
afterEach(() => server.remove())

/** A server whose power fails after such a statement has run and before it is committed. */
const startDoomed = (statement: string) =>
  startServer({ env: { NODE_OPTIONS: `--import=${hook}`, LITTLE_BEE_DIES_AFTER: statement } })
/** The same city on the same disk, with power again. */
const startAgain = async ({ dataDir }: RunningServer) => await startServer({ dataDir })
const dead = async ({ pid }: RunningServer) =>
  await expect
    .poll(() => {
      try {
        return process.kill(pid, 0)
      }
      catch {
        return false
      }
    })
    .toBe(false)
const filesIn = (dataDir: string) =>
  readdirSync(join(dataDir, 'photos'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ name }) => name)

it(
  '2: killed before the commit, the server knows nothing of the command, and the retry applies it once',
  async () => {
    server = await startDoomed('^insert into "receipts"')
    const phone = await barePhone(server.url, '13800002402')
    const [first, second] = [complaint('电断了'), complaint('又来电了')]
    await expect(phone.send(server.url, first, second)).rejects.toThrow()
    await dead(server)

    server = await startAgain(server)
    expect(await phone.ask(server.url, 'voices.mine')).toEqual([])
    expect(await phone.send(server.url, first, second)).toMatchObject([
      { status: 'accepted' },
      { status: 'accepted' },
    ])
    expect(await phone.send(server.url, first)).toMatchObject([{ id: first.id, status: 'accepted' }])
    expect(await phone.ask(server.url, 'voices.mine')).toHaveLength(2)
  },
)

it(
  '3: killed between a photo’s rename and its row, the photo counts as not sent until it is sent again',
  async () => {
    server = await startDoomed('^insert into "photos"')
    const phone = await barePhone(server.url, '13800002403')
    const photo = await barePhoto()
    await expect(phone.put(server.url, photo)).rejects.toThrow()
    await dead(server)
    expect(filesIn(server.dataDir).sort()).toEqual([`${photo.hash}.full.jpg`, `${photo.hash}.thumb.jpg`])

    server = await startAgain(server)
    const once = report('井盖松了', [photo.hash])
    const [reply] = await phone.send(server.url, once)
    expect(reply).toMatchObject({ status: 'retry', missingPhotos: [photo.hash] })
    expect((await phone.put(server.url, photo)).status).toBe(201)
    expect(await phone.send(server.url, once)).toMatchObject([{ status: 'accepted' }])
    expect(filesIn(server.dataDir)).toHaveLength(2)
  },
)

/** Sends the head and half of the photo, and leaves the line open. */
function sendHalf(url: string, cookie: string, { bytes, hash }: BarePhoto): Promise<void> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.on('error', () => {}) // The other end will be gone.
  const head = [
    `PUT /api/photos/${hash} HTTP/1.1`,
    'Host: localhost',
    `Cookie: ${cookie}`,
    'X-Little-Bee: 1',
    `Content-Length: ${bytes.length}`,
    '\r\n',
  ].join('\r\n')
  return new Promise(resolve =>
    socket.write(Buffer.concat([Buffer.from(head), bytes.subarray(0, bytes.length / 2)]), () => resolve()),
  )
}

it(
  '5: the server killed in the middle of an upload keeps no half, and the photo arrives whole afterwards',
  async () => {
    server = await startServer()
    const phone = await barePhone(server.url, '13800002405')
    const photo = await barePhoto()
    await sendHalf(server.url, phone.cookie, photo)
    await server.kill()

    server = await startAgain(server)
    const once = report('半张照片', [photo.hash])
    const [reply] = await phone.send(server.url, once)
    expect(reply).toMatchObject({ status: 'retry', missingPhotos: [photo.hash] })
    expect((await phone.put(server.url, photo)).status).toBe(201)
    expect(await phone.send(server.url, once)).toMatchObject([{ status: 'accepted' }])
  },
)
