import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { openThoroughReader } from '#client/scan/thorough-reader.ts'
import { decodeQR } from 'qr/decode.js'
import sharp from 'sharp'
import { frameOf } from '../bench/frames.ts'
import { qrCodes } from '../support/codes.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { STATIONS } from '../support/journeys/people.ts'

const LONG_MS = 3_000
const FRAMES = 30

/** A picture in which the small script finds no code however long it looks, and ZXing does. */
async function hardPicture(words: string): Promise<Buffer> {
  const readThoroughly = await openThoroughReader(
    await WebAssembly.compile(
      readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')),
    ),
  )
  for (let at = FRAMES - 1; at >= 0; at--) {
    const frame = frameOf(words, 'glaring', at, FRAMES)
    const isMissed = (() => {
      try {
        return decodeQR(frame, { timeLimit: LONG_MS }) === undefined
      }
      catch {
        return true
      }
    })()
    if (isMissed && (await readThoroughly(frame as never))[0] === words) {
      return await sharp(frame.data, { raw: { width: frame.width, height: frame.height, channels: 4 } })
        .png()
        .toBuffer()
    }
  }
  throw new Error('no frame is hard enough')
}

/** The code on a station's poster. */
const ours = (url: string) => `${url}/s/${STATIONS.near.number}`

const pick = (page: Page, buffer: Buffer) =>
  page.getByLabel('从相册选码的图片').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer })

test('a picture with a code in the sun is read by the thorough reader, however slowly it comes', async ({
  phone,
  city,
}) => {
  const link = ours(city.url)
  const picture = await hardPicture(link)
  let letCome = () => {}
  const mayCome = new Promise<void>(resolve => letCome = resolve)
  await phone.context.route('**/*.wasm', async (route) => {
    await mayCome
    await route.continue()
  })
  await phone.goto('/scan')
  await pick(phone.page, picture)
  await expect(phone.page.getByText('正在找码…')).toBeVisible()
  letCome()
  await expect(phone.page.getByRole('heading', { name: STATIONS.near.name })).toBeVisible()
})

test('a picture without a code is said to have none', async ({ phone }) => {
  await phone.goto('/scan')
  await pick(
    phone.page,
    await sharp({ create: { width: 400, height: 400, channels: 3, background: '#888' } })
      .png()
      .toBuffer(),
  )
  await expect(phone.page.getByText('没在图片里找到二维码，请换一张清楚、完整的')).toBeVisible()
})

test('a picture with somebody else\'s code beside ours is read as ours, by either reader', async ({
  phone,
  city,
}) => {
  for (const isThorough of [true, false]) {
    if (!isThorough) await phone.context.route('**/*.wasm', route => route.abort())
    for (const texts of [['https://ad.example/a', ours(city.url)], [ours(city.url), 'https://ad.example/b']]) {
      await phone.goto('/scan')
      await pick(phone.page, await (await qrCodes(texts)).png())
      await expect(phone.page.getByRole('heading', { name: STATIONS.near.name })).toBeVisible()
    }
  }
})
