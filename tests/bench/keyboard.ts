import type { Page } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout } from 'node:timers/promises'
import { chromium, expect } from '@playwright/test'
import { chromiumArguments, chromiumPath } from '../support/chromium.ts'
import { apiOf, someAddress } from '../support/journeys/phone.ts'
import { startServer } from '../support/server.ts'
import { addPhotos, appointDeciders, makeConsoleCity, skipFigures } from './console-city.ts'
import { bareAddress, measureKeys, timedKey } from './key-times.ts'
import { median, promise } from './measure.ts'

// Fifty reports decided by keys alone in a city with a million, in Chromium at 1280×800 against the real
// server: for each key, until the frame that shows its answer was drawn. After each report one key on a bare
// page, for the machine may be busy.
// CITY=folder keeps the city there, and finds it again.
const DECIDED = 50
const KEY_MS_MAX = 100
/** A quick clerk's pause between two keys; what was decided leaves meanwhile. */
const PAUSE_MS = 150
/** Nobody has read the first report sooner. */
const READING_MS = 1_000
/** Of the processor, in a second. */
const IDLE_MS = 50

const folder = process.env.CITY ?? mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const desks = [
  { name: 'a district', phone: '13809990000' },
  { name: 'the city', phone: '13809990001' },
]
if (!existsSync(join(folder, 'little-bee.sqlite'))) await makeCity()
const server = await startServer({ dataDir: folder })
await untilIdle(server.pid)
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments })

async function makeCity() {
  const now = Date.now()
  const { database, communities } = await makeConsoleCity(folder, now)
  const street = communities[0]!.slice(0, 9)
  await addPhotos(database, folder, street, now)
  await appointDeciders(database, [street.slice(0, 6), '4201'], now)
  await skipFigures(database)
  await database.close()
}

/** What happens at the start, such as reminders of what is overdue, is over. */
async function untilIdle(pid: number) {
  const cpuMs = () => {
    const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ').slice(13, 15).map(Number)
    return (user! + system!) * 10
  }
  for (let [before, now] = [0, cpuMs()]; now - before > IDLE_MS; [before, now] = [now, cpuMs()])
    await setTimeout(1000)
}

async function openDesk(phone: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    extraHTTPHeaders: someAddress(),
  })
  await measureKeys(context)
  await apiOf(context.request, server.url).signIn(phone)
  const page = await context.newPage()
  await page.goto(server.url)
  await page.goto(`${server.url}/console/reports`)
  await expect(page.locator('.queue-row[aria-current]')).toHaveCount(1)
  await expect(page.locator('.triage__report .acts')).toBeVisible()
  await setTimeout(READING_MS)
  return page
}

/** Every key that was pressed at one desk, and how long it took (ms). */
async function triage(page: Page, bare: Page) {
  const [taken, bareTaken]: [{ key: string, ms: number }[], number[]] = [[], []]
  async function press(key: string, awaited: Parameters<typeof timedKey>[2]) {
    const ms = await timedKey(page, key, awaited)
    taken.push({ key, ms })
    if (ms > KEY_MS_MAX) console.log(`  ${key} until its ${awaited}: ${ms.toFixed(0)} ms`)
    await setTimeout(PAUSE_MS)
  }
  await press('j', 'report')
  for (let decided = 0; decided < DECIDED;) {
    const keys = await page.locator('.triage__report .acts kbd').allTextContents()
    const isDecidable = keys.includes('a') || keys.includes('u')
    const isLast = await page.locator('.queue-row').last().getAttribute('aria-current') !== null
    if (!isLast) await press('j', 'report')
    if (!isDecidable && isLast) break
    if (!isDecidable) continue
    if (!isLast) await press('k', 'report')
    if (keys.includes('a') && decided % 5 === 4) {
      await press('d', 'sheet')
      for (const digit of '1234') await press(digit, 'text')
      await press('Control+Enter', 'report')
    }
    else if (keys.includes('a')) {
      await press('a', 'report')
    }
    else {
      await press('u', 'sheet')
      await press('Space', 'choice')
      await press('Control+Enter', 'report')
    }
    decided++
    bareTaken.push(await timedKey(bare, 'j', 'report'))
  }
  return { taken, bareTaken, durations: await page.evaluate(() => window.keyDurations) }
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1]!
const said = (values: readonly number[]) =>
  [0.5, 0.95, 1].map(share => percentile(values, share).toFixed(0)).join(' / ')

for (const { name, phone } of desks) {
  const page = await openDesk(phone)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await measureKeys(context)
  const bare = await context.newPage()
  await bare.goto(bareAddress)
  const { taken, bareTaken, durations } = await triage(page, bare)
  console.log(`${name}, by key (n: median / 95 % / worst ms):`)
  for (const name of new Set(taken.map(({ key }) => key))) {
    const times = taken.filter(({ key }) => key === name).map(({ ms }) => ms)
    console.log(`  ${name} (${times.length}): ${said(times)}`)
  }
  const all = taken.map(({ ms }) => ms)
  console.log(`  all (${all.length}): ${said(all)}; Event Timing over 16 ms (${durations.length}): ${
    durations.length > 0 ? said(durations) : ''}; a bare page (${bareTaken.length}): ${said(bareTaken)}`)
  const worst = Math.max(...all)
  const isQuick = worst <= KEY_MS_MAX
  promise(`${name}: ${DECIDED} reports by keys, the longest wait (ms)`, worst, isQuick, `≤ ${KEY_MS_MAX}`)
  console.log(`  the median wait is ${(median(all) / median(bareTaken)).toFixed(1)} times a bare page's`)
  await page.context().close()
  await context.close()
}
await browser.close()
await (process.env.CITY ? server.stop() : server.remove())
