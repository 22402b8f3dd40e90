import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { qrPath } from '#client/ui/qr.ts'
import sharp from 'sharp'
import { afterAll, expect, it } from 'vitest'
import { doorCode, passHolder } from '../../support/door-codes.ts'

// Read by a decoder that shares nothing with ours: zbarimg, from Debian's zbar-tools.
const NOW = Date.parse('2026-11-23T14:00:00Z')
const CODES = 500
const PER_SHEET = 10
const COLUMNS = 5
const SCALE = 4
const folder = mkdtempSync(join(tmpdir(), 'little-bee-codes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Draws codes side by side, as the pages draw them: the same path, the same quiet zone. */
async function drawSheet(texts: readonly string[], file: string): Promise<string> {
  const drawn = texts.map(qrPath)
  const side = Math.max(...drawn.map(({ size }) => size))
  const codes = drawn
    .map(({ path }, at) => {
      const [x, y] = [(at % COLUMNS) * side, Math.floor(at / COLUMNS) * side]
      return `<path transform="translate(${x} ${y})" d="${path}"/>`
    })
    .join('')
  const [width, height] = [side * COLUMNS, side * Math.ceil(texts.length / COLUMNS)]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
    width="${width * SCALE}" height="${height * SCALE}" shape-rendering="crispEdges">
    <rect width="100%" height="100%" fill="#fff"/>${codes}</svg>`
  await sharp(Buffer.from(svg), { limitInputPixels: false }).png().toFile(join(folder, file))
  return join(folder, file)
}

async function readBack(texts: readonly string[], name: string): Promise<string[]> {
  const sheets: string[] = []
  for (let at = 0; at < texts.length; at += PER_SHEET)
    sheets.push(await drawSheet(texts.slice(at, at + PER_SHEET), `${name}-${at}.png`))
  return execFileSync(
    'zbarimg',
    ['--raw', '--quiet', '--nodbus', '-Sdisable', '-Sqrcode.enable', ...sheets],
    { encoding: 'utf8', maxBuffer: 10_000_000 },
  )
    .split('\n')
    .slice(0, -1)
}

it.each([
  ['door codes', () => doorCode(1 + Math.floor(Math.random() * 600), NOW)],
  ['passes', () => passHolder(NOW).holdOut(1 + Math.floor(Math.random() * 600), NOW)],
])(`an independent decoder reads all ${CODES} %s, byte for byte`, async (name, make) => {
  const texts = Array.from({ length: CODES }, make)
  const read = await readBack(texts, name.replace(' ', '-'))
  expect(read.toSorted()).toEqual(texts.toSorted())
})
