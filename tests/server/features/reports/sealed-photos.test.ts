import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { Buffer } from 'node:buffer'
import { audit } from '#server/core/audit/index.ts'
import { photoFile, photoFolder, photoSeals } from '#server/core/media/index.ts'
import { destroySealed, sweepPhotos } from '#server/core/media/tasks.ts'
import { compareNewPhotos } from '#server/features/reports/tasks.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { photoPath } from '#shared/media/schemas.ts'
import sharp from 'sharp'
import { beforeEach, describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { hashOf, put } from '../../core/media/photos.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

/** The left half of every photo is white, the right half is red. */
const WHITE = 255
const COVER = 0x33
const leftHalf = { left: 0, top: 0, width: 0.5, height: 1 }
const sizes = ['full', 'thumb'] as const

let reportId: string
let hash: string
let bytes: Buffer
beforeEach(async () => {
  const red = { create: { width: 60, height: 80, channels: 3 as const, background: '#c00' } }
  bytes = await sharp({ create: { width: 120, height: 80, channels: 3, background: '#fff' } })
    .composite([{ input: red, left: 60, top: 0 }])
    .withExif({ IFD0: { Copyright: 'a name' } })
    .jpeg()
    .toBuffer()
  hash = hashOf(bytes)
  await put(city.as('rider'), bytes)
  reportId = await street.file('rider', { areaId: COMMUNITY, photos: [hash] })
  await street.bring(reportId, 'accepted')
})

const get = async (by: PersonName, size: 'full' | 'thumb', init?: RequestInit) =>
  await city.as(by).fetch(photoPath(hash, size), init)
const statuses = async (by: PersonName) =>
  await Promise.all(sizes.map(async size => (await get(by, size)).status))
/** How bright the green of a photo is, left and right. */
async function halves(photo: Buffer): Promise<[number, number]> {
  const { data, info } = await sharp(photo).raw().toBuffer({ resolveWithObject: true })
  const row = Math.floor(info.height / 2) * info.width
  const at = (x: number) => data[(row + Math.floor(info.width * x)) * 3 + 1]!
  return [at(0.25), at(0.75)]
}
const seen = async (by: PersonName, size: 'full' | 'thumb' = 'full') =>
  await halves(Buffer.from(await (await get(by, size)).arrayBuffer()))
const seal = (more: object = {}) => ({ reportId, hash, version: 0, reason: '看得清脸', ...more })
const cover = async (more: object = {}) =>
  await city.as('staff').done('reports.coverPhoto', { ...seal(more), boxes: [leftHalf] })
const acts = async () =>
  (await city.database.read.select().from(audit)).map(({ act, reason, areaId }) => [act, reason, areaId])

describe('a photo that staff hide', () => {
  it('is gone at once in both sizes for everybody, also by the tag that a phone has', async () => {
    const tag = (await get('rider2', 'full')).headers.get('etag')!
    await city.as('staff').done('reports.hidePhoto', seal())
    for (const by of ['rider', 'rider2', 'staff', 'admin', 'unit'] as const)
      expect(await statuses(by), by).toEqual([404, 404])
    expect((await get('rider2', 'full', { headers: { 'if-none-match': tag } })).status).toBe(404)
    expect((await street.one('rider2', reportId)).photos).toEqual([
      { hash, thumbhash: null, version: 1, isHidden: true },
    ])
    await city.as('staff').done('reports.showPhoto', seal({ version: 1 }))
    expect([await statuses('rider2'), (await street.one('rider2', reportId)).photos[0]!.version])
      .toEqual([[200, 200], 2])
  })

  it('is told to its reporter with the reason, which nobody else reads', async () => {
    await city.as('staff').done('reports.hidePhoto', seal({ reason: '拍到了孩子' }))
    const { notices } = await city.as('rider').ask('notices.mine', {})
    expect(notices[0]).toMatchObject({ kind: 'reports.photoHidden', words: '拍到了孩子' })
    expect(JSON.stringify(await street.one('rider', reportId))).toContain('拍到了孩子')
    expect(JSON.stringify(await street.one('rider2', reportId))).not.toContain('拍到了孩子')
  })

  it('is in no pair of before and after that everybody sees', async () => {
    await street.bring(reportId, 'assigned', 'resolved')
    await compareNewPhotos(city)
    const pairs = async () => (await city.as('rider2').ask('reports.mended', {})).pairs.length
    expect(await pairs()).toBe(1)
    await city.as('staff').done('reports.hidePhoto', seal())
    expect(await pairs()).toBe(0)
  })
})

describe('a photo of which staff cover parts', () => {
  it('shows grey there in both sizes and to everybody, its sender too, and the rest as it was', async () => {
    const before = (await get('rider2', 'thumb')).headers.get('etag')
    await cover()
    for (const by of ['rider', 'rider2', 'staff'] as const) {
      for (const size of sizes) {
        const [left, right] = await seen(by, size)
        expect(Math.abs(left - COVER), `${by} ${size}`).toBeLessThan(12)
        expect(right).toBeLessThan(12)
      }
    }
    expect((await get('rider2', 'thumb', { headers: { 'if-none-match': before! } })).status).toBe(200)
    expect((await street.one('rider2', reportId)).photos).toEqual([{ hash, thumbhash: null, version: 1 }])
    const shown = Buffer.from(await (await get('rider2', 'full')).arrayBuffer())
    expect([(await sharp(shown).metadata()).exif, shown.includes('a name')]).toEqual([undefined, false])
  })

  it('is drawn from the original each time, so that a wrong rectangle can be taken back', async () => {
    await cover()
    await seen('rider2')
    const right = { left: 0.5, top: 0, width: 0.5, height: 1 }
    await city.as('staff').done('reports.coverPhoto', { ...seal({ version: 1 }), boxes: [right] })
    const [left, covered] = await seen('rider2')
    expect([left > WHITE - 12, Math.abs(covered - COVER) < 12]).toEqual([true, true])
    await city.as('staff').done('reports.showPhoto', seal({ version: 2 }))
    expect((await seen('rider2'))[0]).toBeGreaterThan(WHITE - 12)
  })

  it('shows its original to staff of the area for a reason, and each look is audited', async () => {
    await cover()
    const { jpeg } = await city.as('staff').ask('reports.sealed', { reportId, hash, reason: '核对车牌' })
    expect((await halves(Buffer.from(jpeg, 'base64')))[0]).toBeGreaterThan(WHITE - 12)
    const ask = async (by: PersonName, more: object = {}) => (await city.as(by).fetch(
      `/api/queries/reports.sealed?input=${JSON.stringify({ reportId, hash, reason: '看看', ...more })}`,
    )).status
    expect([await ask('staffElsewhere'), await ask('unit'), await ask('rider')]).toEqual([404, 403, 403])
    expect(await ask('staff', { reason: '' })).toBe(400)
    const kept = async (asked: string) =>
      (await city.as('staff').fetch(`/api/queries/${asked}`)).headers.get('cache-control')
    const sealed = JSON.stringify({ reportId, hash, reason: '核对车牌' })
    expect(await kept(`reports.sealed?input=${sealed}`)).toBe('private, no-store')
    expect(await kept(`reports.one?input=${JSON.stringify({ reportId })}`)).toBe('private, no-cache')
    expect(await acts()).toEqual([
      ['reports.coverPhoto', '看得清脸', COMMUNITY],
      ['reports.sealed', '核对车牌', COMMUNITY],
      ['reports.sealed', '核对车牌', COMMUNITY],
    ])
  })
})

describe('who may', () => {
  it('staff of its area; not elsewhere, not the unit, not whoever took it', async () => {
    const refusals = [
      await city.as('staffElsewhere').refused('reports.hidePhoto', seal()),
      await city.as('unit').refused('reports.hidePhoto', seal()),
      await city.as('rider').refused('reports.hidePhoto', seal()),
    ]
    expect(refusals.map(({ code }) => code))
      .toEqual(['command.notYourArea', 'command.notForYourRole', 'command.notForYourRole'])
    const own = await street.file('staff', { areaId: COMMUNITY })
    const [photo] = (await street.one('staff', own)).photos
    const ofOwn = { ...seal(), reportId: own, hash: photo!.hash }
    expect(await city.as('staff').refused('reports.hidePhoto', ofOwn)).toEqual({ code: 'reports.ownReport' })
    expect(await acts()).toEqual([])
  })

  it('of two at once, the second is refused; a command sent again is audited once', async () => {
    const five = await city.as('staff').fiveTimes('reports.hidePhoto', seal())
    expect(five).toMatchObject({ status: 'accepted' })
    expect(await city.as('staff2').refused('reports.coverPhoto', { ...seal(), boxes: [leftHalf] }))
      .toEqual({ code: 'reports.photoChanged' })
    expect(await acts()).toHaveLength(1)
  })

  it('the same bytes in another area\'s report are shown again by those who hid them alone', async () => {
    await city.as('staff').done('reports.hidePhoto', seal())
    await put(city.as('rider2'), bytes)
    const other = await street.file('rider2', { areaId: ELSEWHERE, place: undefined, photos: [hash] })
    const again = { ...seal(), reportId: other, version: 1 }
    expect(await city.as('staffElsewhere').refused('reports.showPhoto', again))
      .toEqual({ code: 'command.notYourArea' })
    expect(await statuses('rider2')).toEqual([404, 404])
  })

  it('nobody acts on their own report, nor opens its sealed original', async () => {
    const own = await street.file('staff', { areaId: COMMUNITY })
    const { hash: ofOwn } = (await street.one('staff', own)).photos[0]!
    await city.as('staff2').done('reports.hidePhoto', { ...seal(), reportId: own, hash: ofOwn })
    const input = JSON.stringify({ reportId: own, hash: ofOwn, reason: '看看' })
    const opens = async (by: PersonName) =>
      (await city.as(by).fetch(`/api/queries/reports.sealed?input=${input}`)).status
    expect([await opens('staff'), await opens('staff2')]).toEqual([404, 200])
  })

  it('nobody hides a photo that is not in the report', async () => {
    const others = { ...seal(), hash: await street.photo('rider2') }
    expect(await city.as('staff').refused('reports.hidePhoto', others))
      .toEqual({ code: 'reports.photoChanged' })
  })
})

describe('the same bytes in reports of two areas', () => {
  const corner = { left: 0.9, top: 0.9, width: 0.1, height: 0.1 }
  let other: string
  beforeEach(async () => {
    await put(city.as('rider2'), bytes)
    other = await street.file('rider2', { areaId: ELSEWHERE, place: undefined, photos: [hash] })
  })
  const atOther = (version: number) => ({ ...seal({ version }), reportId: other })
  const seals = async (by: PersonName, id: string) =>
    (await street.one(by, id)).desk!.seals!.map(({ boxes }) => boxes)

  it('each area covers more, whoever was first, and uncovers only its own parts', async () => {
    await city.as('staffElsewhere').done('reports.coverPhoto', { ...atOther(0), boxes: [corner] })
    expect(await city.as('staff').refused('reports.showPhoto', seal({ version: 1 })))
      .toEqual({ code: 'command.notYourArea' })
    await cover({ version: 1 })
    const [left, right] = await seen('rider3')
    expect([Math.abs(left - COVER) < 12, right < 12]).toEqual([true, true])
    expect([await seals('staff', reportId), await seals('staffElsewhere', other)])
      .toEqual([[[leftHalf]], [[corner]]])
    await city.as('staff').done('reports.hidePhoto', seal({ version: 2 }))
    expect(await statuses('rider3')).toEqual([404, 404])
    await city.as('staff').done('reports.showPhoto', seal({ version: 3 }))
    expect((await seen('rider3'))[0]).toBeGreaterThan(WHITE - 12)
    expect((await sharp(Buffer.from(await (await get('rider3', 'full')).arrayBuffer()))
      .extract({ left: 115, top: 76, width: 1, height: 1 })
      .raw()
      .toBuffer())[2]).toBeGreaterThan(COVER - 12)
  })

  it.each(['staffElsewhere', 'admin'] as const)('a hidden one stays so when %s covers it', async (by) => {
    await city.as('staff').done('reports.hidePhoto', seal())
    await city.as(by).done('reports.coverPhoto', { ...atOther(1), boxes: [corner] })
    expect(await statuses('rider2')).toEqual([404, 404])
    await city.as('staffElsewhere').done('reports.showPhoto', atOther(2))
    expect(await statuses('rider2')).toEqual([404, 404])
    await city.as('staff').done('reports.hidePhoto', seal({ version: 3 }))
    await city.as('admin').done('reports.showPhoto', atOther(4))
    expect(await statuses('rider2')).toEqual([200, 200])
  })

  it('what was covered before areas had parts belongs to the area of its report', async () => {
    await city.as('staff').done('reports.hidePhoto', seal())
    await city.database.transact(async tx => void await tx.update(photoSeals).set({ parts: null }))
    await city.as('staffElsewhere').done('reports.coverPhoto', { ...atOther(1), boxes: [corner] })
    expect(await statuses('rider2')).toEqual([404, 404])
    await cover({ version: 2 })
    expect(await statuses('rider2')).toEqual([200, 200])
  })
})

describe('a rectangle', () => {
  it.each([
    ['of no size', { left: 0.1, top: 0.1, width: 0, height: 0 }],
    ['too thin', { left: 0.1, top: 0.1, width: 0.5, height: 0.009 }],
    ['beside the photo', { left: 1, top: 0, width: 0.5, height: 1 }],
    ['below it', { left: 0, top: 1, width: 1, height: 1 }],
  ])('%s is malformed, and a hidden photo stays hidden', async (_what, box) => {
    await city.as('staff').done('reports.hidePhoto', seal())
    const input = { ...seal({ version: 1 }), boxes: [box] }
    expect(await city.as('staff').send({ name: 'reports.coverPhoto', input }))
      .toMatchObject([{ status: 'malformed' }])
    expect(await statuses('rider2')).toEqual([404, 404])
  })

  it('partly beside it covers what is inside', async () => {
    const box = { left: 0.99, top: 0.5, width: 0.5, height: 1 }
    await city.as('staff').done('reports.coverPhoto', { ...seal(), boxes: [box] })
    expect(await statuses('rider2')).toEqual([200, 200])
  })
})

describe('after 180 days', () => {
  const original = async () => {
    const { readFile } = await import('node:fs/promises')
    return await halves(await readFile(photoFile(photoFolder(city.dataDir), hash, 'full')))
  }

  /** Sessions have ended by then. */
  const later = async (by: PersonName) => city.holding(await city.signIn(city.phoneOf(by)))

  it('the covered original is destroyed, and nothing brings it back', async () => {
    await cover()
    city.time.now += 180 * DAY_MS - 1
    expect(await destroySealed(city)).toBe(0)
    city.time.now += 2
    expect([await destroySealed(city), await destroySealed(city)]).toEqual([1, 0])
    expect(Math.abs((await original())[0] - COVER)).toBeLessThan(12)
    const [rider, staff] = [await later('rider'), await later('staff')]
    for (const phone of [rider, await later('resident')]) {
      await phone.fetch(`/api/photos/${hash}`, { method: 'PUT', body: new Uint8Array(bytes) })
      const photo = await phone.fetch(photoPath(hash, 'full'))
      expect(Math.abs((await halves(Buffer.from(await photo.arrayBuffer())))[0] - COVER)).toBeLessThan(12)
    }
    await sweepPhotos(city)
    expect(Math.abs((await original())[0] - COVER)).toBeLessThan(12)
    const refusal = await staff.refused('reports.showPhoto', seal({ version: 1 }))
    expect(refusal).toEqual({ code: 'reports.originalGone' })
    expect((await staff.ask('reports.one', { reportId })).desk!.seals)
      .toEqual([{ hash, boxes: [], hasOriginal: false }])
  })

  it('one whose file can\'t be read keeps no other from being destroyed, and is told', async () => {
    await cover()
    const other = await street.photo('rider')
    const another = await street.file('rider', { areaId: COMMUNITY, photos: [other] })
    city.time.now += 1
    await city.as('staff').done('reports.hidePhoto', { ...seal(), reportId: another, hash: other })
    const { writeFile } = await import('node:fs/promises')
    await writeFile(photoFile(photoFolder(city.dataDir), hash, 'full'), 'no picture')
    city.time.now += 181 * DAY_MS
    await expect(destroySealed(city)).rejects.toThrow('1 originals could not be destroyed')
    const seals = await city.database.read.select().from(photoSeals)
    expect(seals.filter(({ destroyedAt }) => destroyedAt !== null).map(each => each.hash)).toEqual([other])
  })

  it('what is covered after that has no original either, and is destroyed in its turn', async () => {
    await cover()
    city.time.now += 181 * DAY_MS
    await destroySealed(city)
    const staff = await later('staff')
    const right = { left: 0.5, top: 0, width: 0.5, height: 0.5 }
    await staff.done('reports.coverPhoto', { ...seal({ version: 1 }), boxes: [right] })
    expect((await staff.ask('reports.one', { reportId })).desk!.seals)
      .toEqual([{ hash, boxes: [right], hasOriginal: false }])
    const input = JSON.stringify({ reportId, hash, reason: '看看' })
    expect((await staff.fetch(`/api/queries/reports.sealed?input=${input}`)).status).toBe(404)
    expect(await staff.refused('reports.showPhoto', seal({ version: 2 })))
      .toEqual({ code: 'reports.originalGone' })
    city.time.now += 181 * DAY_MS
    expect(await destroySealed(city)).toBe(1)
  })

  it('so is a hidden one; one that was shown again in time stays', async () => {
    await city.as('staff').done('reports.hidePhoto', seal())
    await city.as('staff').done('reports.showPhoto', seal({ version: 1 }))
    city.time.now += 100 * DAY_MS
    await (await later('staff')).done('reports.hidePhoto', seal({ version: 2 }))
    city.time.now += 100 * DAY_MS
    expect([await destroySealed(city), (await original())[0] > WHITE - 12]).toEqual([0, true])
    city.time.now += 81 * DAY_MS
    expect(await destroySealed(city)).toBe(1)
    expect((await (await later('staff')).fetch(photoPath(hash, 'full'))).status).toBe(404)
    expect(Math.abs((await original())[0] - COVER)).toBeLessThan(12)
  })
})
