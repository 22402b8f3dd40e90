import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { middleOfSquare } from '#shared/kernel/geo.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { COMMUNITY, PLACE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const TEXT = '张三家门口的井盖松了'
const SPOT = '永丰巷 3 号'
let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

let reportId: string
let hash: string
beforeEach(async () => {
  hash = await street.photo('rider')
  reportId = await street.file('rider', { areaId: COMMUNITY, text: TEXT, spot: SPOT, photos: [hash] })
})

/** All that somebody is told of reports, as the server writes it. */
async function toldOf(by: PersonName): Promise<string> {
  const one = await city.as(by).fetch(`/api/queries/reports.one?input=${JSON.stringify({ reportId })}`)
  const asked = [
    await city.as(by).ask('reports.nearby', { place: PLACE, kind: 'hazard' }),
    await city.as(by).ask('reports.mine', {}),
    await city.as(by).ask('notices.mine', {}),
    await one.text(),
  ]
  return JSON.stringify(asked)
}
async function reads(by: PersonName): Promise<{ words: boolean, photo: boolean }> {
  const told = await toldOf(by)
  const sizes = await Promise.all((['full', 'thumb'] as const).map(async size =>
    (await city.as(by).fetch(photoPath(hash, size))).status === 200))
  expect(sizes[0]).toBe(sizes[1])
  expect(told.includes(TEXT)).toBe(told.includes(SPOT))
  expect(told.includes(TEXT)).toBe(told.includes(hash))
  return { words: told.includes(TEXT), photo: sizes[0]! }
}
const nothing = { words: false, photo: false }
const all = { words: true, photo: true }

describe('before staff have accepted it', () => {
  it('passers-by learn kind, age and about where; its reporter and the area\'s staff read it', async () => {
    city.time.now += 60_000
    const near = await city.as('rider2').ask('reports.nearby', { place: PLACE, kind: 'hazard' })
    expect(near).toMatchObject([{
      kind: 'hazard',
      distanceM: 25,
      filedAt: city.time.now - 60_000,
      text: '',
      place: null,
      photo: null,
    }])
    for (const by of ['rider2', 'staffElsewhere', 'unit', 'keeper'] as const)
      expect(await reads(by), by).toEqual(nothing)
    expect([await reads('rider'), (await street.one('staff', reportId)).text]).toEqual([all, TEXT])
    expect((await city.as('staff').ask('reports.nearby', { place: PLACE, kind: 'hazard' }))[0])
      .toMatchObject({ text: TEXT, photo: { hash }, distanceM: 0 })
  })

  it('the place is given away by no number of askings: all of its square is told alike', async () => {
    const { latitude, longitude } = middleOfSquare(PLACE, 25)
    const [inOneCorner, inAnother] = await Promise.all([1, -1].map(async by => await street.file('rider', {
      kind: 'environment',
      place: { latitude: latitude + by * 10 / 111_195, longitude: longitude + by * 10 / 95_700 },
    })))
    let askings = 0
    for (let north = -80; north <= 80; north += 5) {
      const place = { latitude: PLACE.latitude + north / 111_195, longitude: PLACE.longitude + 20 / 95_700 }
      const near = await city.as('rider2').ask('reports.nearby', { place, kind: 'environment' })
      const of = (id: string | undefined) => near.find(each => each.id === id)?.distanceM
      expect(of(inOneCorner), `${north} m`).toBe(of(inAnother))
      for (const { distanceM } of near) expect([25, 50]).toContain(distanceM)
      expect(near.map(({ number }) => number)).toEqual(near.map(({ number }) => number).sort((a, b) => a - b))
      askings += near.length
    }
    expect(askings).toBeGreaterThan(0)
  })

  it('who saw it too reads no more, also of what its reporter answered', async () => {
    await city.as('rider2').done('reports.support', { reportId })
    await city.as('staff').done('reports.ask', { reportId, question: '几号门口？' })
    await city.as('rider').done('reports.answer', { reportId, answer: TEXT })
    expect(await reads('rider2')).toEqual(nothing)
    await street.bring(reportId, 'accepted')
    expect(await reads('rider2')).toEqual(all)
  })

  it.each([
    ['declined', async () =>
      await city.as('staff').done('reports.move', { reportId, to: 'declined', words: TEXT })],
    ['taken back', async () => await city.as('rider').done('reports.withdraw', { reportId })],
    ['objected about', async () => {
      await city.as('staff').done('reports.move', { reportId, to: 'declined', words: TEXT })
      await city.as('rider').done('reports.object', { reportId, words: TEXT })
    }],
    ['merged', async () => {
      const into = await street.file('rider3', { areaId: COMMUNITY, text: '同一个' })
      await city.as('staff').done('reports.move', { reportId, to: 'merged', into })
    }],
  ] as const)('nor ever, when it was %s', async (_how, end) => {
    await city.as('rider2').done('reports.support', { reportId })
    await end()
    expect(await reads('rider2')).toEqual(nothing)
  })
})

it('once it is accepted everybody who sees it reads it, staff elsewhere too', async () => {
  await street.bring(reportId, 'accepted')
  expect([await reads('rider2'), await reads('staffElsewhere')]).toEqual([all, all])
})

it('why a unit gave it back, and that it went up, is for its reporter and the desk', async () => {
  const why = '不归我们管'
  await street.bring(reportId, 'accepted')
  await city.as('rider2').done('reports.support', { reportId })
  for (let i = 0; i < 3; i++) {
    await street.bring(reportId, 'assigned')
    await city.as('unit').done('reports.move', { reportId, to: 'accepted', words: why })
  }
  const readBy = async (by: PersonName) => (await street.one(by, reportId)).timeline
  for (const by of ['rider2', 'rider3', 'staffElsewhere', 'keeper', 'unit'] as const) {
    const timeline = await readBy(by)
    expect(timeline.filter(({ step }) => step === 'handedBack').map(({ words }) => words), by)
      .toEqual([null, null, null])
    expect(timeline.map(({ step }) => step), by).not.toContain('raised')
    expect(await toldOf(by), by).not.toMatch(/不归我们管|已被退回/)
  }
  await street.bring(reportId, 'assigned')
  for (const by of ['rider', 'staff', 'unit', 'admin'] as const) {
    const words = (await readBy(by)).map(line => line.words)
    expect(words, by).toEqual(expect.arrayContaining([why, '已被退回 3 次']))
  }
})
