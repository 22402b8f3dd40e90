import type { Reply } from '#shared/sync/protocol.ts'
import type { RunningServer } from '../support/server.ts'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { checkPoints } from '#server/core/points/index.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { mallOrders } from '#server/features/mall/tables.ts'
import { makeBackup } from '#server/programs/backup/make-backup.ts'
import { restoreBackup } from '#server/programs/backup/restore-backup.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { counterOf } from '../server/features/mall/counter.ts'
import { openTestCity } from '../support/city.ts'
import { crowdOf, openSender } from '../support/crowd.ts'
import { startServer } from '../support/server.ts'

const CLIENTS = 32
/** `KILLS=200` is the long run. */
const KILLS = Number(process.env.KILLS ?? 10)
const ALIVE_MS_MAX = 400
const SECRET = 'a secret for tests, long enough to pass'
const PIECES = 100_000

/** One phone: it sends one wish after another, and the same one again until it is answered. */
interface Client {
  readonly cookie: string
  pending: Wish | undefined
  readonly answered: { wish: Wish, number: number }[]
}
interface Wish {
  readonly id: string
  readonly name: 'mall.redeem'
  readonly input: { orderId: string }
}

let dataDir: string
let databaseUrl: string
let server: RunningServer | undefined
let clients: Client[]
let newWish: () => Wish
let scratch: string
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'little-bee-killed-'))
  const city = await openTestCity()
  city.time.now = Date.now()
  const counter = await counterOf(city)
  const itemId = await counter.list({ price: 1 }, PIECES)
  clients = (await crowdOf(city, CLIENTS, { points: 300, days: 10 })).map(cookie => ({
    cookie,
    pending: undefined,
    answered: [],
  }))
  newWish = () => ({ id: randomUUID(), name: 'mall.redeem', input: counter.wish(itemId, { price: 1 }) })
  dataDir = city.dataDir
  databaseUrl = city.settings.databaseUrl
  await city.database.close()
})
afterEach(async () => {
  await server?.stop()
  for (const folder of [dataDir, scratch]) rmSync(folder, { recursive: true, force: true })
})

const start = async () =>
  (server = await startServer({ dataDir, env: { SECRET, DATABASE_URL: databaseUrl } }))

function numberIn(reply: Reply): number {
  expect(reply).toMatchObject({ status: 'accepted', result: { number: expect.any(Number) } })
  return (reply as { result: { number: number } }).result.number
}

/** All phones send as fast as they are answered, until the server is gone or `isOver`. */
async function redeem({ url }: RunningServer, isOver: () => boolean = () => false) {
  const sender = openSender(Number(new URL(url).port), CLIENTS)
  await Promise.all(clients.map(async (client) => {
    while (!isOver()) {
      client.pending ??= newWish()
      const reply = await sender.send(client.cookie, client.pending).catch(() => undefined)
      if (!reply) return // The power failed: sent again when it is back.
      client.answered.push({ wish: client.pending, number: numberIn(reply) })
      client.pending = undefined
    }
  }))
  sender.close()
}

/** What lies on disk adds up, and holds each acknowledged order under its number, none twice. */
async function inspect(url = databaseUrl): Promise<Map<string, number>> {
  const database = await openDatabase(url)
  try {
    expect(await checkPoints(database)).toEqual([])
    const rows = await database.read.select({ id: mallOrders.id, number: mallOrders.number }).from(mallOrders)
    const orders = new Map(rows.map(({ id, number }) => [id, number]))
    expect(orders.size).toBe(rows.length)
    return orders
  }
  finally {
    await database.close()
  }
}
const acknowledged = () =>
  clients.flatMap(({ cookie, answered }) =>
    answered.map(({ wish, number }) => ({ cookie, wish, orderId: wish.input.orderId, number })),
  )

it(
  `killed ${KILLS} times while ${CLIENTS} phones redeem: no acknowledged order is lost, none is doubled`,
  async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      const running = await start()
      const redeeming = redeem(running)
      await wait(Math.random() * ALIVE_MS_MAX)
      await running.kill()
      await redeeming
      const orders = await inspect()
      expect(acknowledged().filter(({ orderId, number }) => orders.get(orderId) !== number)).toEqual([])
      // Besides those answered, at most what each phone is still waiting for.
      expect(orders.size - acknowledged().length).toBeLessThanOrEqual(
        clients.filter(({ pending }) => pending).length,
      )
    }
    const pending = clients.flatMap(({ pending }) => pending ?? [])
    await redeem(await start(), () =>
      clients.every(client => pending.every(({ id }) => client.pending?.id !== id)))
    await server!.stop()
    const orders = await inspect()
    expect(orders.size).toBe(acknowledged().length)
    expect(orders.size).toBeGreaterThan(KILLS)
  },
  60_000 + KILLS * 10_000,
)

it('a backup taken while everybody redeems adds up when restored; resent orders arrive once', async () => {
  const running = await start()
  let isOver = false
  const redeeming = redeem(running, () => isOver)
  const city = { databaseUrl, dataDir }
  for (const name of ['first', 'second', 'third']) {
    await wait(ALIVE_MS_MAX)
    await makeBackup(city, join(scratch, name), new Date())
  }
  await wait(ALIVE_MS_MAX)
  isOver = true
  await redeeming
  await running.kill()
  const before = await inspect()
  await restoreBackup(city, join(scratch, 'third'), { force: true, now: new Date() })
  const restored = await inspect()
  expect(restored.size).toBeGreaterThan(0)
  expect(restored.size).toBeLessThan(before.size)

  const again = await start()
  const sender = openSender(Number(new URL(again.url).port), CLIENTS)
  const replies = await Promise.all(
    acknowledged().map(async ({ cookie, wish, orderId }) => ({
      orderId,
      number: numberIn(await sender.send(cookie, wish)),
    })),
  )
  sender.close()
  await again.stop()
  const orders = await inspect()
  expect(new Map(replies.map(({ orderId, number }) => [orderId, number]))).toEqual(orders)
  for (const [orderId, number] of restored) expect(orders.get(orderId)).toBe(number)
})
