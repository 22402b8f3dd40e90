import type { Page } from '@playwright/test'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { drawScene } from '#server/sample/scenes.ts'
import { chromium } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../support/chromium.ts'
import { openPhone } from '../support/journeys/phone.ts'
import { startServer } from '../support/server.ts'
import { interleave, promise } from './measure.ts'

// How long 500 reports that queued up on a phone take to leave it, their one photo being there, and how long
// reports that bring a photo each; beside posting them one by one from the same page.
const REPORTS = 500
// Posted one by one and counted fivefold: on a slow link the whole would take a minute.
const ONE_BY_ONE = 100
const WARM_UP = 3 // Until server and page have compiled what is hot, as after a morning's work.
const ROUNDS = 5
const WITH_PHOTOS = 20 // A person's photos are limited to 300 a day: all rounds together send 180.
const PHOTO_ROUNDS = 3

const server = await startServer()
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments })
const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
const page = await context.newPage()
const phone = openPhone(context, page, server.url)
await phone.signIn()
await phone.register()
interface Shot { hash: string, base64: string }
let drawn = 0
/** Photos that the server has not seen. */
const takePhotos = (count: number): Promise<Shot[]> => Promise.all(Array.from({ length: count }, async () => {
  const bytes = await drawScene('pothole', false, ++drawn)
  return { hash: createHash('sha256').update(bytes).digest('hex'), base64: bytes.toString('base64') }
}))
const [there] = await takePhotos(1)
const put = await context.request.put(`${server.url}/api/photos/${there!.hash}`, {
  headers: { 'x-little-bee': '1', 'content-type': 'image/jpeg' },
  data: Buffer.from(there!.base64, 'base64'),
})
if (put.status() !== 201) throw new Error(`the photo was not stored: ${put.status()}`)
await phone.goto('/outbox')
await page.waitForLoadState('networkidle').catch(() => {})

/** Runs in the page: what both ways of sending share. */
const share = (target: Page) =>
  target.addInitScript(() =>
    Object.assign(globalThis, {
      benchReports: (hashes: string[]) =>
        hashes.map((hash) => {
          const madeAt = Date.now()
          return {
            id: crypto.randomUUID(),
            name: 'reports.file',
            madeAt,
            input: {
              reportId: crypto.randomUUID(),
              kind: 'hazard',
              text: '非机动车道有个大坑',
              place: { latitude: 30.5795, longitude: 114.2745 },
              areaId: '420103006003',
              photos: [hash],
              seenAt: madeAt,
            },
          }
        }),
      benchBytes: (base64: string) => Uint8Array.from(atob(base64), each => each.charCodeAt(0)).buffer,
      benchStore: () =>
        new Promise((resolve, reject) =>
          Object.assign(indexedDB.open('little-bee'), {
            onsuccess: (event: Event) => resolve((event.target as IDBOpenDBRequest).result),
            onerror: reject,
          }),
        ),
    }),
  )
interface Envelope {
  id: string
  input: { photos: string[] }
}
interface Bench {
  benchReports: (hashes: string[]) => Envelope[]
  benchBytes: (base64: string) => ArrayBuffer
  benchStore: () => Promise<IDBDatabase>
}
// The bench's own compiler names functions by it, also those sent to the page.
await page.addInitScript({ content: 'globalThis.__name = each => each' })
await share(page)
await page.reload()

/** A report for each of these, whose photos lie on the phone (`shots`) or are known to be there. */
interface Queue {
  hashes: string[]
  shots: Shot[]
}
const allThere = (count: number): Queue => ({
  hashes: Array.from<string>({ length: count }).fill(there!.hash),
  shots: [],
})
const withPhotos = async (): Promise<Queue> => {
  const shots = await takePhotos(WITH_PHOTOS)
  return { hashes: shots.map(({ hash }) => hash), shots }
}

/**
 * Milliseconds from the network's return until the outbox is empty: photos arrived, receipts read, everything
 * on the phone's disk.
 */
const drain = (queue: Queue) =>
  page.evaluate(async ({ hashes, shots }) => {
    const { benchReports, benchBytes, benchStore } = globalThis as unknown as Bench
    const photos = shots.map(({ hash, base64 }) => [hash, benchBytes(base64)] as const)
    const db = await benchStore()
    const tx = db.transaction(['outbox', 'uploaded', 'photos', 'session'], 'readwrite')
    const session = await new Promise<{ me: { accountId: string } }>(resolve =>
      Object.assign(tx.objectStore('session').get('session'), {
        onsuccess: (event: Event) =>
          resolve((event.target as IDBRequest).result as { me: { accountId: string } }),
      }),
    )
    for (const [hash, bytes] of photos) tx.objectStore('photos').put(bytes, hash)
    if (photos.length === 0) tx.objectStore('uploaded').put(Date.now(), hashes[0])
    for (const envelope of benchReports(hashes)) {
      tx.objectStore('outbox').add({
        envelope,
        lane: 'reports',
        accountId: session.me.accountId,
        photos: envelope.input.photos,
        attempts: 0,
      })
    }
    await new Promise(resolve => tx.addEventListener('complete', resolve))
    const isWaiting = () =>
      new Promise<boolean>(resolve =>
        Object.assign(db.transaction('outbox').objectStore('outbox').getAllKeys(null, 1), {
          onsuccess: (event: Event) => resolve((event.target as IDBRequest<IDBValidKey[]>).result.length > 0),
        }),
      )
    // On which the phone says that its stores have changed; only then are they asked.
    const channel = new BroadcastChannel('little-bee')
    const began = performance.now()
    dispatchEvent(new Event('online'))
    while (await isWaiting())
      await new Promise(resolve => channel.addEventListener('message', resolve, { once: true }))
    const took = performance.now() - began
    channel.close()
    db.close()
    return took
  }, queue)

/** The same, each report after the answer to the one before, and each behind its photo. */
const oneByOne = (queue: Queue) =>
  page.evaluate(async ({ hashes, shots }) => {
    const { benchReports, benchBytes } = globalThis as unknown as Bench
    const bytes = new Map(shots.map(({ hash, base64 }) => [hash, benchBytes(base64)]))
    const ours = { 'x-little-bee': '1' }
    const began = performance.now()
    for (const report of benchReports(hashes)) {
      const [hash] = report.input.photos
      if (
        bytes.has(hash!)
        && (await fetch(`/api/photos/${hash}`, { method: 'PUT', headers: ours, body: bytes.get(hash!)! }))
          .status !== 201
      ) {
        throw new Error('the photo was not stored')
      }
      const answer = await fetch('/api/commands', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...ours },
        body: JSON.stringify({ sentAt: Date.now(), commands: [report] }),
      })
      const { replies } = (await answer.json()) as { replies: { status: string }[] }
      if (replies[0]?.status !== 'accepted') throw new Error(JSON.stringify(replies))
    }
    return performance.now() - began
  }, queue)

const devtools = await context.newCDPSession(page)
await drain(await withPhotos())
for (const [link, conditions, rounds, photoRounds] of [
  ['beside the server', undefined, ROUNDS, PHOTO_ROUNDS],
  [
    'over 100 ms and 10 Mbit/s',
    { offline: false, latency: 100, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 },
    1,
    1,
  ],
] as const) {
  if (conditions) await devtools.send('Network.emulateNetworkConditions', conditions)
  for (let round = 0; round < WARM_UP; round++) await drain(allThere(REPORTS))
  const { drained, posted } = await interleave(rounds, {
    drained: () => drain(allThere(REPORTS)),
    posted: async () => ((await oneByOne(allThere(ONE_BY_ONE))) * REPORTS) / ONE_BY_ONE,
  })
  console.log(
    `${REPORTS} reports ${link}: ${Math.round(drained)} ms drained, ${Math.round(posted)} ms one by one`,
  )
  promise(`draining, against one by one, ${link}`, posted / drained, posted / drained >= 20, '≥ 20')
  const own = await interleave(photoRounds, {
    drained: async () => await drain(await withPhotos()),
    posted: async () => await oneByOne(await withPhotos()),
  })
  console.log(
    `${WITH_PHOTOS} reports with a photo each ${link}:`,
    `${Math.round(own.drained)} ms drained, ${Math.round(own.posted)} ms one by one`,
  )
  // Beside the server both wait for the same developing of pictures; what four at a time are for is a
  // network's latency.
  if (conditions) {
    promise(
      `draining with photos, against one by one, ${link}`,
      own.posted / own.drained,
      own.posted / own.drained >= 2,
      '≥ 2',
    )
  }
}
await browser.close()
await server.remove()
