import type { RunningServer } from '../support/server.ts'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { barePhone, barePhoto, call, complaint, report } from '../support/bare-phone.ts'
import { startServer } from '../support/server.ts'
import { openWire } from '../support/wire.ts'

const WIRES = 8
let server: RunningServer
let phone: Awaited<ReturnType<typeof barePhone>>
beforeAll(async () => {
  server = await startServer()
  phone = await barePhone(server.url, '13800002401')
})
afterAll(() => server.remove())

/** What is on the server's disk, read past the server. */
function onDisk<Row>(statement: string, ...values: unknown[]): Row[] {
  const database = new Sqlite(join(server.dataDir, 'little-bee.sqlite'), { readonly: true })
  try {
    return database.prepare(statement).all(...values) as Row[]
  }
  finally {
    database.close()
  }
}
const countOf = (statement: string, ...values: unknown[]) =>
  onDisk<{ n: number }>(`select count(*) as n from ${statement}`, ...values)[0]!.n

it('1: an answer lost after the commit is given again, and the report is filed once', async () => {
  const wire = await openWire(server.url)
  const photo = await barePhoto()
  await phone.put(server.url, photo)
  const once = report('路灯不亮', [photo.hash])
  wire.cutNext({ side: 'answer', after: 0 })
  await expect(phone.send(wire.url, once)).rejects.toThrow()
  await expect.poll(() => countOf('reports where text = ?', '路灯不亮')).toBe(1)
  const [again] = await phone.send(wire.url, once)
  expect(again).toMatchObject({ id: once.id, status: 'accepted', result: { number: expect.any(Number) } })
  expect(countOf('reports where text = ?', '路灯不亮')).toBe(1)
  expect(onDisk('select uses from photos where hash = ?', photo.hash)).toEqual([{ uses: 1 }])
  wire.close()
})

it('6: a photo cut short is refused as damaged or not heard at all, and a resend goes through', async () => {
  const wire = await openWire(server.url)
  const photo = await barePhoto()
  const { bytes, hash } = photo
  const short = await phone.put(server.url, { hash, bytes: bytes.subarray(0, bytes.length - 1) })
  expect([short.status, JSON.parse(short.text)]).toMatchObject([422, { code: 'photo.digest' }])
  wire.cutNext({ side: 'request', after: 400 + Math.floor(bytes.length / 2) })
  await expect(phone.put(wire.url, photo)).rejects.toThrow()
  expect(countOf('photos where hash = ?', hash)).toBe(0)
  const [waits] = await phone.send(server.url, report('照片没到', [hash]))
  expect(waits).toMatchObject({ status: 'retry', missingPhotos: [hash] })
  expect((await phone.put(wire.url, photo)).status).toBe(201)
  expect((await phone.put(wire.url, photo)).status).toBe(200)
  wire.close()
})

it('6: a batch cut short decides nothing', async () => {
  const headers = { 'content-type': 'application/json', 'x-little-bee': '1', 'cookie': phone.cookie }
  const whole = JSON.stringify({ sentAt: Date.now(), commands: [complaint('半句')] })
  expect(
    (await call(`${server.url}/api/commands`, { method: 'POST', headers, body: whole.slice(0, -3) })).status,
  ).toBe(400)
  expect(countOf('voices where text = ?', '半句')).toBe(0)
})

it('24: wherever the connection breaks, at every byte both ways, a retry is one effect', async () => {
  const measured = await openWire(server.url)
  await phone.send(measured.url, complaint('量一量'))
  measured.close()
  const cuts = (['request', 'answer'] as const).flatMap(side =>
    Array.from({ length: measured.seen[side] }, (_, after) => ({ side, after })),
  )
  expect(cuts.length).toBeGreaterThan(700)

  const mark = randomUUID()
  const sent: string[] = []
  const unheard: string[] = []
  await Promise.all(Array.from({ length: WIRES }, async (_, lane) => {
    const wire = await openWire(server.url)
    for (const cut of cuts.filter((_, at) => at % WIRES === lane)) {
      const once = complaint(`${mark} ${cut.side} ${cut.after}`)
      wire.cutNext(cut)
      const { reply, tries } = await phone.sendUntilAnswered(wire.url, once)
      expect(reply).toEqual({ id: once.id, status: 'accepted' })
      if (tries < 2) unheard.push(`${cut.side} ${cut.after}`)
      sent.push(once.id)
    }
    wire.close()
  }))
  expect(unheard, 'every one of them broke').toEqual([])
  expect(countOf('voices where text like ?', `${mark} %`)).toBe(cuts.length)
  expect(
    onDisk('select text from voices where text like ? group by text having count(*) > 1', `${mark} %`),
  ).toEqual([])
  const receipts = new Set(
    onDisk<{ id: string }>('select command_id as id from receipts').map(({ id }) => id),
  )
  expect(sent.every(id => receipts.has(id))).toBe(true)
})
