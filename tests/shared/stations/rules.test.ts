import type { LongerHours } from '#shared/stations/longer-hours.ts'
import type { Hours, Need, StationFacts, Week } from '#shared/stations/rules.ts'
import { groupsOf } from '#shared/doors/rules.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { longerIn } from '#shared/stations/longer-hours.ts'
import {
  bitOf,
  facilities,
  facilitiesIn,
  isStaffed,
  meetsNeeds,
  nearestOf,
  needs,
  offers,
  spansOn,
  staffedTimes,
  stateAt,
  walkingMinutes,
} from '#shared/stations/rules.ts'
import { areSpans } from '#shared/stations/schemas.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const at = (time: string) => Date.parse(`${time}+08:00`)
// Saturday all day, Sunday not at all.
const week: Week = [[540, 1080], [540, 1080], [540, 1080], [540, 1080], [540, 1080], [0, 1440], null]
const hours: Hours = {
  week,
  exceptions: [
    { day: '2026-11-24', span: null, words: '消防检查' },
    { day: '2026-11-29', span: [600, 720], words: '加开' },
  ],
}
const facts = (more: Partial<StationFacts> = {}): StationFacts => ({
  hours,
  isSelfService: false,
  isShut: false,
  isDoubtful: false,
  ...more,
})

it.each([
  ['2026-11-23', [540, 1080], 'a Monday'],
  ['2026-11-24', null, 'a Tuesday that is an exception'],
  ['2026-11-28', [0, 1440], 'a Saturday'],
  ['2026-11-29', [600, 720], 'a Sunday that is an exception'],
  ['2026-12-06', null, 'another Sunday'],
])('on %s the station keeps %j: %s', (day, span, _) => {
  expect(spansOn(hours, day)).toEqual(span)
})

it('a week that is not there is closed all week', () => {
  expect(spansOn({ week: [], exceptions: [] }, '2026-11-23')).toBeNull()
})

it.each([
  ['2026-11-23T08:59:59', false],
  ['2026-11-23T09:00:00', true],
  ['2026-11-23T17:59:59', true],
  ['2026-11-23T18:00:00', false],
  ['2026-11-24T12:00:00', false], // Closed for the day.
  ['2026-11-27T23:59:59', false],
  ['2026-11-28T00:00:00', true], // Saturday begins in Shanghai, while London still has Friday.
  ['2026-11-28T23:59:59', true],
  ['2026-11-29T00:00:00', false],
  ['2026-11-29T10:00:00', true],
])('at %s somebody is there: %j', (time, isThere) => {
  expect(isStaffed(hours, at(time))).toBe(isThere)
})

const NIGHTS: Hours = {
  // A break at noon, and 20:00 to 02:00.
  week: Array.from({ length: 7 }, () => [540, 720, 840, 1080, 1200, 1560]),
  exceptions: [{ day: '2026-11-25', span: null, words: '停电' }],
}
it.each([
  ['2026-11-23T11:59', true],
  ['2026-11-23T12:00', false],
  ['2026-11-23T14:00', true],
  ['2026-11-23T19:00', false],
  ['2026-11-23T23:59', true],
  ['2026-11-24T00:00', true],
  ['2026-11-24T01:59', true],
  ['2026-11-24T02:00', false],
  ['2026-11-25T01:00', true], // What began on the day before the exception.
  ['2026-11-25T21:00', false],
  ['2026-11-26T01:00', false],
  ['2026-11-26T09:00', true],
])('with a break at noon and a night past midnight, at %s somebody is there: %j', (time, isThere) => {
  expect(isStaffed(NIGHTS, at(time))).toBe(isThere)
})

it.each([
  [[540, 1080], true],
  [[540, 720, 840, 1080], true],
  [[1080, 1560], true],
  [[0, 1440], true],
  [[540, 1980], true],
  [[540], false],
  [[540, 540], false],
  [[540, 720, 700, 1080], false],
  [[540, 720, 720, 1080], false],
  [[540, 720, 1440, 1500], false],
  [[540, 2000], false],
])('%j are the times of a day: %j', (spans, are) => {
  expect(areSpans(spans)).toBe(are)
})

const NOON = '2026-11-23T12:00:00'
const NIGHT = '2026-11-23T22:00:00'
it.each([
  ['in its hours it is open', {}, NOON, 'open'],
  ['after hours it is closed', {}, NIGHT, 'closed'],
  ['with self-service it is open at night', { isSelfService: true }, NIGHT, 'open'],
  ['two failed entries make it doubtful', { isSelfService: true, isDoubtful: true }, NIGHT, 'doubtful'],
  ['doubtful in its hours too', { isDoubtful: true }, NOON, 'doubtful'],
  ['after hours doubt does not open it', { isDoubtful: true }, NIGHT, 'closed'],
  [
    'what the keeper has shut is closed, whatever else',
    { isShut: true, isSelfService: true, isDoubtful: true },
    NOON,
    'closed',
  ],
] as const)('%s', (_, more, time, state) => {
  expect(stateAt(facts(more), at(time))).toBe(state)
})

describe('facilities', () => {
  it('are a bit each, and come back as they went in', () => {
    fc.assert(fc.property(fc.subarray([...facilities]), (some) => {
      const bits = some.reduce((sum, each) => sum + bitOf(each), 0)
      expect(facilitiesIn(bits)).toEqual(some)
      for (const each of facilities) expect(offers(bits, each)).toBe(some.includes(each))
    }))
  })

  it('a station meets needs when it has each of them, and is open where that is one', () => {
    const station = { ...facts({ isSelfService: true }), facilities: bitOf('water') + bitOf('toilet') }
    expect(meetsNeeds(station, [], at(NIGHT))).toBe(true)
    expect(meetsNeeds(station, ['water', 'toilet', 'open'], at(NIGHT))).toBe(true)
    expect(meetsNeeds(station, ['water', 'microwave'], at(NIGHT))).toBe(false)
    expect(meetsNeeds({ ...station, isDoubtful: true }, ['open'], at(NIGHT))).toBe(false)
    expect(meetsNeeds({ ...station, isSelfService: false }, ['open'], at(NIGHT))).toBe(false)
  })

  it('every need but being open is a facility', () => {
    expect(
      needs
        .filter((need: Need) => need !== 'open')
        .every(need => (facilities as readonly string[]).includes(need)),
    ).toBe(true)
  })
})

it('staff of every kind come in as staff, tablets and the system not at all', () => {
  expect([
    groupsOf(['courier']),
    groupsOf(['resident']),
    groupsOf(['keeper']),
    groupsOf(['staff']),
    groupsOf(['unit']),
    groupsOf(['admin']),
  ]).toEqual([1, 2, 4, 8, 8, 8])
  expect([groupsOf(['kiosk']), groupsOf(['system'])]).toEqual([0, 0])
})

const places = fc.record({
  latitude: fc.double({ min: 30, max: 31, noNaN: true }),
  longitude: fc.double({ min: 114, max: 115, noNaN: true }),
})
describe('the nearest stations', () => {
  it('are those that plain sorting finds', () => {
    fc.assert(
      fc.property(
        fc.array(places, { maxLength: 60 }),
        places,
        fc.integer({ min: 1, max: 70 }),
        (stations, here, most) => {
          const sorted = stations
            .map(station => distanceM(here, station))
            .sort((a, b) => a - b)
            .slice(0, most)
          const near = nearestOf(stations, here, most)
          expect(near.map(({ metres }) => metres)).toEqual(sorted)
          for (const { station, metres } of near) expect(distanceM(here, station)).toBe(metres)
          expect(new Set(near.map(({ station }) => station)).size).toBe(near.length)
        },
      ),
    )
  })

  it('are only those that are wanted', () => {
    fc.assert(fc.property(fc.array(places, { maxLength: 40 }), places, (stations, here) => {
      const isNorth = ({ latitude }: { latitude: number }) => latitude > 30.5
      expect(nearestOf(stations, here, 5, isNorth)).toEqual(nearestOf(stations.filter(isNorth), here, 5))
    }))
  })
})

it.each([
  [0, 1],
  [55, 1],
  [300, 5],
  [1000, 18],
])('%i m take %i minutes on foot, since streets are not straight', (metres, minutes) => {
  expect(walkingMinutes(metres)).toBe(minutes)
})

describe('what an announcement adds to hours', () => {
  const added: LongerHours = {
    areaId: '420103',
    from: at('2026-11-24T12:00'),
    until: at('2026-11-26T12:00'),
    opens: 20 * 60,
    closes: 26 * 60,
  }
  const longer = { ...hours, longer: [added] }
  it.each([
    ['2026-11-23T21:00', false, 'before it begins'],
    ['2026-11-24T21:00', true, 'on its first day, though an exception closes it'],
    ['2026-11-25T01:59', true, 'past midnight'],
    ['2026-11-25T02:00', false, 'when its hours end'],
    ['2026-11-25T10:00', true, 'in the station’s own hours'],
    ['2026-11-26T13:00', true, 'in its own hours after the announcement'],
    ['2026-11-26T21:00', false, 'after it has ended'],
  ])('%s: %s, %s', (time, isOpen) => {
    expect(isStaffed(longer, at(time))).toBe(isOpen)
    const now = at(time)
    expect(staffedTimes(longer, now).some(({ from, until }) => from <= now && now < until)).toBe(isOpen)
    expect(stateAt(facts({ hours: longer }), now)).toBe(isOpen ? 'open' : 'closed')
  })

  it('ends in the middle of its hours where the announcement does, and opens nothing that is shut', () => {
    const now = at('2026-11-24T21:00')
    expect(isStaffed({ ...hours, longer: [{ ...added, until: now }] }, now)).toBe(false)
    expect(stateAt(facts({ hours: longer, isShut: true }), now)).toBe('closed')
  })

  it('concerns the stations inside its area', () => {
    expect(longerIn([added], '420103006001')).toEqual([added])
    for (const areaId of ['420104001001', '4201', undefined])
      expect(longerIn([added], areaId)).toBeUndefined()
  })
})
