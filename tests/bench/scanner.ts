import type { Pixels } from '#client/scan/quick-reader.ts'
import type { Frame } from './frames.ts'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { readQuickly } from '#client/scan/quick-reader.ts'
import { openThoroughReader } from '#client/scan/thorough-reader.ts'
import { doorCode, passHolder } from '../support/door-codes.ts'
import { framesOf } from './frames.ts'
import { promise } from './measure.ts'

// What a phone sees of a tablet and a tablet of a phone, in bad light and worse: read by our scanner, and by
// ZXing's `tryHarder` alone.
const EACH = 30
const NOW = Date.parse('2026-11-23T14:00:00Z')
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
const readThoroughly = await openThoroughReader(await WebAssembly.compile(wasm))
const readers: Record<string, (pixels: Pixels) => Promise<string | null>> = {
  ours: async pixels => readQuickly(pixels, false) ?? (await readThoroughly(pixels))[0] ?? null,
  zxing: async pixels => (await readThoroughly(pixels))[0] ?? null,
  quick: async pixels => readQuickly(pixels, false),
}

const texts = { 'door code': doorCode(143, NOW), 'pass': passHolder(NOW).holdOut(143, NOW) }
const read: Record<string, number> = {}
const spentMs: Record<string, number> = {}

async function look(name: string, { words, trouble, ...pixels }: Frame, key: string): Promise<void> {
  const began = performance.now()
  const found = await readers[name]!(pixels as Pixels)
  spentMs[name] = (spentMs[name] ?? 0) + performance.now() - began
  if (found !== null && found !== words) throw new Error(`${name} read what is not there: ${found}`)
  for (const each of [name, `${name} ${key} ${trouble}`])
    read[each] = (read[each] ?? 0) + Number(found === words)
}

// One of each first, so that nobody pays for warming up; then in turn, so that a busy moment hits both.
const frames = Object.entries(texts).flatMap(([key, text]) =>
  framesOf(text, EACH).map(frame => ({ key, frame })),
)
for (const name of Object.keys(readers)) {
  for (const { frame } of frames.filter((_, at) => at % EACH === 0)) await readers[name]!(frame as Pixels)
}
for (const { key, frame } of frames) {
  for (const name of Object.keys(readers)) await look(name, frame, key)
}

for (const key of Object.keys(texts)) {
  for (const trouble of new Set(frames.map(({ frame }) => frame.trouble))) {
    console.log(
      `${key}, ${trouble}: ${Object.keys(readers)
        .map(name => `${name} ${read[`${name} ${key} ${trouble}`]}`)
        .join(', ')} of ${EACH}`,
    )
  }
}
console.log(
  `of ${frames.length} frames: ${Object.keys(readers)
    .map(name => `${name} ${read[name]} in ${(spentMs[name]! / frames.length).toFixed(1)} ms each`)
    .join('; ')}`,
)
/** Sizes as they travel (bytes): the page, its scanner and the worker, which asks for the WebAssembly. */
const assets = fileURLToPath(new URL('../../client/dist/assets', import.meta.url))
// Beside the app's own files lie those of the release before, for tabs that still run it; the service worker
// names its own only.
const own = readFileSync(`${assets}/../service-worker.js`, 'utf8')
const before = readdirSync(assets)
  .filter(
    name =>
      /^(?:ScanPage|ScannerView|scanning|scan-worker)-.*\.js\.br$/.test(name)
      && own.includes(name.replace('.br', '')),
  )
  .map(name => statSync(`${assets}/${name}`).size)
const beforeKb = before.reduce((sum, size) => sum + size, 0) / 1000
promise('script before the wasm, kB', beforeKb, before.length === 4 && beforeKb <= 20, '≤ 20')
promise('frames read beyond ZXing’s', read.ours! - read.zxing!, read.ours! >= read.zxing!, '≥ 0')
promise('time against ZXing’s', spentMs.ours! / spentMs.zxing!, spentMs.ours! <= 2 * spentMs.zxing!, '≤ 2')
