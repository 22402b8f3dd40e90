import { parentOf } from '#shared/areas/schemas.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { addWorkingDays, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { Phone } from '#shared/kernel/digits.ts'
import { AreaCode } from '#shared/kernel/fields.ts'
import { boxAround, distanceM, middleOfSquare } from '#shared/kernel/geo.ts'
import { percentOf } from '#shared/kernel/percent.ts'
import fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const instants = fc.integer({ min: Date.parse('2020-01-01'), max: Date.parse('2040-01-01') })

it('Shanghai\'s day begins eight hours before London\'s', () => {
  expect(dayOf(Date.parse('2026-11-22T15:59:59Z'))).toBe('2026-11-22')
  expect(dayOf(Date.parse('2026-11-22T16:00:00Z'))).toBe('2026-11-23')
})

it('every instant lies within its own day', () => {
  fc.assert(fc.property(instants, (instant) => {
    const start = startOfDay(dayOf(instant))
    expect(start).toBeLessThanOrEqual(instant)
    expect(instant).toBeLessThan(start + DAY_MS)
  }))
})

it('a working day later is never a weekend, and never less than a day away', () => {
  fc.assert(fc.property(instants, fc.integer({ min: 1, max: 30 }), (instant, days) => {
    const later = addWorkingDays(instant, days)
    expect(later - instant).toBeGreaterThanOrEqual(days * DAY_MS)
    expect([0, 6]).not.toContain(new Date(later + 8 * HOUR_MS).getUTCDay())
    expect((later - instant) % DAY_MS).toBe(0)
  }))
})

it('three working days from a Saturday end on the Wednesday', () => {
  expect(dayOf(addWorkingDays(Date.parse('2026-11-21T10:00:00+08:00'), 3))).toBe('2026-11-25')
})

const places = fc.record({
  latitude: fc.double({ min: 29.9, max: 31.4, noNaN: true }),
  longitude: fc.double({ min: 113.7, max: 115.1, noNaN: true }),
})
it('the box around a place in the city holds everything within the circle', () => {
  fc.assert(
    fc.property(
      places,
      fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (place, angle, share) => {
        const RADIUS_M = 50
        const up = (Math.sin(angle) * share * RADIUS_M) / 111_195
        const across =
          (Math.cos(angle) * share * RADIUS_M) / (111_195 * Math.cos((place.latitude * Math.PI) / 180))
        const other = { latitude: place.latitude + up, longitude: place.longitude + across }
        const { south, north, west, east } = boxAround(place, RADIUS_M)
        expect(distanceM(place, other)).toBeLessThan(RADIUS_M)
        expect(
          other.latitude >= south
          && other.latitude <= north
          && other.longitude >= west
          && other.longitude <= east,
        ).toBe(true)
      },
    ),
  )
})

it('from the tower to the bridge it is as far as the map says', () => {
  expect(
    distanceM({ latitude: 30.5447, longitude: 114.3025 }, { latitude: 30.5503, longitude: 114.2885 }),
  ).toBeGreaterThan(1400)
  expect(
    distanceM({ latitude: 30.5447, longitude: 114.3025 }, { latitude: 30.5503, longitude: 114.2885 }),
  ).toBeLessThan(1550)
})

it('a community is in its street, its district and its city, and in no other', () => {
  expect(
    ['4201', '420103', '420103006', '420103006003'].every(scope => isWithin('420103006003', scope)),
  ).toBe(true)
  expect(isWithin('420103006003', '420105')).toBe(false)
  expect(isWithin('420103', '420103006')).toBe(false)
  expect(['420103006003', '420103006', '420103', '4201'].map(parentOf)).toEqual([
    '420103006',
    '420103',
    '4201',
    null,
  ])
})

it('an area code has four, six, nine or twelve digits; a phone is a mainland mobile', () => {
  for (const code of ['4201', '420103', '420103006', '420103006003'])
    expect(v.is(AreaCode, code), code).toBe(true)
  for (const code of ['', '42', '42010', '4201030', '4201030060030', 'abcd'])
    expect(v.is(AreaCode, code), code).toBe(false)
  expect(v.is(Phone, '13800000001')).toBe(true)
  for (const phone of ['12800000001', '1380000000', '+14155550100', '138000000012'])
    expect(v.is(Phone, phone), phone).toBe(false)
})

it('the middle of a place\'s square is at most half a diagonal away, and has itself for its middle', () => {
  const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true })
  fc.assert(fc.property(degrees(29.96, 31.37), degrees(113.69, 115.09), (latitude, longitude) => {
    const middle = middleOfSquare({ latitude, longitude }, 25)
    expect(distanceM({ latitude, longitude }, middle)).toBeLessThan(25 * Math.SQRT1_2 + 0.1)
    expect(distanceM(middleOfSquare(middle, 25), middle)).toBeLessThan(0.01)
  }))
})

it('only the whole is 100 %, and only nothing is 0 %', () => {
  expect([0, 1 / 300, 0.5, 0.666, 299 / 300, 1].map(percentOf)).toEqual([0, 1, 50, 67, 99, 100])
})
