import type { Page } from '@playwright/test'
import { createHash } from 'node:crypto'
import { drawScene } from '#server/sample/scenes.ts'
import { chromium } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../support/chromium.ts'
import { openPhone } from '../support/phone.ts'
import { startServer } from '../support/server.ts'
import { interleave, promise } from './measure.ts'

// How long 500 reports that queued up on a phone take to leave it, their one photo being there, and how long reports that
// bring a photo each; beside posting them one by one from the same page.
const REPORTS = 500
const ONE_BY_ONE = 100 // Posted one by one and counted fivefold: on a slow link the whole would take a minute.
const WARM_UP = 3 // Until server and page have compiled what is hot, as after a morning's work.
const ROUNDS = 5
const WITH_PHOTOS = 20 // A day's photos are limited: all rounds together send 200 of 300.
const PHOTO_WARM_UP = 1
const PHOTO_ROUNDS = 3

const server = await startServer()
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments })
const context = await browser.newContext({ locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
const page = await context.newPage()
const phone = openPhone(context, page, server.url)
await phone.signIn()
await phone.register()
const photo = await drawScene('pothole', false, 1)
const hash = createHash('sha256').update(photo).digest('hex')
const put = await context.request.put(`${server.url}/api/photos/${hash}`, { headers: { 'x-little-bee': '1', 'content-type': 'image/jpeg' }, data: photo })
if (put.status() !== 201) throw new Error(`the photo was not stored: ${put.status()}`)
await phone.goto('/outbox')
await page.waitForLoadState('networkidle').catch(() => {})

/** Runs in the page: what both ways of sending share. */
const share = (target: Page) => target.addInitScript(() => Object.assign(globalThis, {
  benchReports: (count: number, photoHash: string) => Array.from({ length: count }, () => {
    const madeAt = Date.now()
    return { id: crypto.randomUUID(), name: 'reports.file', madeAt, input: { reportId: crypto.randomUUID(), kind: 'hazard', text: '非机动车道有个大坑', place: { latitude: 30.5795, longitude: 114.2745 }, areaId: '420103006003', photos: [photoHash], seenAt: madeAt } }
  }),
  benchStore: () => new Promise((resolve, reject) => Object.assign(indexedDB.open('little-bee'), { onsuccess: (event: Event) => resolve((event.target as IDBOpenDBRequest).result), onerror: reject })),
}))
interface Bench { benchReports: (count: number, hash: string) => { id: string }[], benchStore: () => Promise<IDBDatabase> }
await page.addInitScript({ content: 'globalThis.__name = each => each' }) // The bench's own compiler names functions by it, also those sent to the page.
await share(page)
await page.reload()

/** Milliseconds from the network's return until the outbox is empty: photos known to be there, receipts read, everything on the phone's disk. */
const drain = () => page.evaluate(async ({ count, photoHash }) => {
  const { benchReports, benchStore } = globalThis as unknown as Bench
  const db = await benchStore()
  const tx = db.transaction(['outbox', 'uploaded', 'session'], 'readwrite')
  const session = await new Promise<{ me: { accountId: string } }>(resolve => Object.assign(tx.objectStore('session').get('session'), { onsuccess: (event: Event) => resolve((event.target as IDBRequest).result as { me: { accountId: string } }) }))
  tx.objectStore('uploaded').put(Date.now(), photoHash)
  for (const envelope of benchReports(count, photoHash)) tx.objectStore('outbox').add({ envelope, lane: 'reports', accountId: session.me.accountId, photos: [photoHash], attempts: 0 })
  await new Promise(resolve => tx.addEventListener('complete', resolve))
  const isWaiting = () => new Promise<boolean>(resolve => Object.assign(db.transaction('outbox').objectStore('outbox').getAllKeys(null, 1), { onsuccess: (event: Event) => resolve((event.target as IDBRequest<IDBValidKey[]>).result.length > 0) }))
  const channel = new BroadcastChannel('little-bee') // On which the phone says that its stores have changed; only then are they asked.
  const began = performance.now()
  dispatchEvent(new Event('online'))
  while (await isWaiting()) await new Promise(resolve => channel.addEventListener('message', resolve, { once: true }))
  const took = performance.now() - began
  channel.close()
  db.close()
  return took
}, { count: REPORTS, photoHash: hash })

const oneByOne = async () => await page.evaluate(async ({ count, photoHash }) => {
  const reports = (globalThis as unknown as Bench).benchReports(count, photoHash)
  const began = performance.now()
  for (const report of reports) {
    const answer = await fetch('/api/commands', { method: 'POST', headers: { 'content-type': 'application/json', 'x-little-bee': '1' }, body: JSON.stringify({ sentAt: Date.now(), commands: [report] }) })
    const { replies } = await answer.json() as { replies: { status: string }[] }
    if (replies[0]?.status !== 'accepted') throw new Error(JSON.stringify(replies))
  }
  return performance.now() - began
}, { count: ONE_BY_ONE, photoHash: hash }) * REPORTS / ONE_BY_ONE

const devtools = await context.newCDPSession(page)
for (const [link, conditions, rounds] of [
  ['beside the server', undefined, ROUNDS],
  ['over 100 ms and 10 Mbit/s', { offline: false, latency: 100, downloadThroughput: 1_250_000, uploadThroughput: 1_250_000 }, 1],
] as const) {
  if (conditions) await devtools.send('Network.emulateNetworkConditions', conditions)
  for (let round = 0; round < WARM_UP; round++) await drain()
  const { drained, posted } = await interleave(rounds, { drained: drain, posted: oneByOne })
  console.log(`${REPORTS} reports ${link}: ${Math.round(drained)} ms drained, ${Math.round(posted)} ms one by one`)
  promise(`draining, against one by one, ${link}`, posted / drained, posted / drained >= 20, '≥ 20')
}
await browser.close()
await server.remove()
