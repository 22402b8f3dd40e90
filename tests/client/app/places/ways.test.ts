import { hit } from '#client/app/places/map/hit.ts'
import { waysTo } from '#client/app/places/navigation.ts'
import { openingText, spanText, weekLines } from '#client/app/words/index.ts'
import gcoord from 'gcoord'
import { describe, expect, it } from 'vitest'

const station = { name: '花楼驿站', latitude: 30.58, longitude: 114.28 }
const here = { latitude: 30.59, longitude: 114.27 }
const parametersOf = (name: string, from: typeof here | null = null): Record<string, string | undefined> => {
  const url = new URL(waysTo(station, from).find(each => each.name === name)!.url)
  return { address: url.origin + url.pathname, ...Object.fromEntries(url.searchParams) }
}
const numbers = (text: string) => text.replace(/^latlng:/, '').split(/[,|]/).slice(0, 2).map(Number)
/** Back to GPS degrees, to about a metre. */
const isStation = ([longitude, latitude]: number[], grid: 'GCJ02' | 'BD09') => {
  const [x, y] = gcoord.transform([longitude!, latitude!], gcoord[grid], gcoord.WGS84)
  expect(x).toBeCloseTo(station.longitude, 4)
  expect(y).toBeCloseTo(station.latitude, 4)
}

describe('the way to a station', () => {
  it('by AMap: longitude first, on the grid of the mainland', () => {
    const { address, to, mode, coordinate } = parametersOf('高德地图')
    expect([address, mode, coordinate]).toEqual(['https://uri.amap.com/navigation', 'walk', 'gaode'])
    isStation(numbers(to!), 'GCJ02')
    expect(to).toMatch(/,花楼驿站$/)
  })

  it('by Tencent: latitude first, on the same grid, from where the phone is', () => {
    const { address, tocoord, to, type, fromcoord } = parametersOf('腾讯地图')
    expect([address, to, type, fromcoord]).toEqual([
      'https://apis.map.qq.com/uri/v1/routeplan',
      '花楼驿站',
      'walk',
      'CurrentLocation',
    ])
    isStation(numbers(tocoord!).reverse(), 'GCJ02')
  })

  it('by Baidu: on its own grid, with a beginning where the phone knows it, else as a place', () => {
    const way = parametersOf('百度地图', here)
    expect([way.address, way.mode, way.coord_type, way.output]).toEqual([
      'https://api.map.baidu.com/direction',
      'walking',
      'bd09ll',
      'html',
    ])
    isStation(numbers(way.destination!).reverse(), 'BD09')
    expect(way.origin).toMatch(/\|name:我的位置$/)
    const place = parametersOf('百度地图')
    expect([place.address, place.title]).toEqual(['https://api.map.baidu.com/marker', '花楼驿站'])
    isStation(numbers(place.location!).reverse(), 'BD09')
  })

  it('by Apple: latitude first, on foot', () => {
    const { address, daddr, dirflg } = parametersOf('苹果地图')
    expect([address, dirflg]).toEqual(['https://maps.apple.com/', 'w'])
    isStation(numbers(daddr!).reverse(), 'GCJ02')
  })
})

it('a tap opens the nearest station under the finger', () => {
  const spots = [{ x: 100, y: 100 }, { x: 110, y: 100 }, { x: 300, y: 300 }]
  expect(hit(spots, { x: 290, y: 310 })).toBe(spots[2])
  expect(hit(spots, { x: 107, y: 100 })).toBe(spots[1])
  expect(hit(spots, { x: 200, y: 200 })).toBeUndefined()
})

const at = (time: string) => Date.parse(`${time}+08:00`)
const nineToSix = Array.from({ length: 7 }, (_, day) => day === 6 ? null : [540, 1080] as const)
const hours = { week: nineToSix, exceptions: [], isSelfService: false }
it.each([
  ['2026-11-23T08:00', '今天 09:00 开门'],
  ['2026-11-23T10:00', '开到 18:00'],
  ['2026-11-23T20:00', '明天 09:00 开门'],
  ['2026-11-28T20:00', '11月30日 周一 09:00 开门'], // A Saturday: Sunday is a day of rest.
])('at %s it says %s', (time, words) => {
  expect(openingText(hours, at(time))).toBe(words)
})

const nights = { ...hours, week: Array.from({ length: 7 }, () => [540, 720, 840, 1080, 1200, 1560]) }
it.each([
  ['2026-11-23T10:00', '开到 12:00'],
  ['2026-11-23T13:00', '今天 14:00 开门'],
  ['2026-11-23T21:00', '开到明天 02:00'],
  ['2026-11-24T01:00', '开到 02:00'],
  ['2026-11-24T03:00', '今天 09:00 开门'],
])('with several times a day and a night, at %s it says %s', (time, words) => {
  expect(openingText(nights, at(time))).toBe(words)
})

it('several times, a night and a day without end are said in words', () => {
  expect([spanText([540, 720, 840, 1080]), spanText([1080, 1560])]).toEqual([
    '09:00–12:00、14:00–18:00',
    '18:00–次日02:00',
  ])
  const always = Array.from({ length: 7 }, () => [0, 1440])
  expect(openingText({ ...hours, week: always }, at('2026-11-23T10:00'))).toBe('全天开放')
  const untilMidnight = always.map((day, weekday) => weekday === 1 ? null : day)
  expect(openingText({ ...hours, week: untilMidnight }, at('2026-11-23T10:00'))).toBe('开到 24:00')
})

it('hours are said as short as they are', () => {
  expect(openingText({ ...hours, isSelfService: true }, at('2026-11-23T03:00'))).toBe('24 小时扫码进站')
  expect(openingText({ ...hours, week: [] }, at('2026-11-23T03:00'))).toBe('近期不开门')
  expect([spanText(null), spanText([0, 1440]), spanText([545, 1440])]).toEqual([
    '不开放',
    '全天',
    '09:05–24:00',
  ])
  expect(weekLines(nineToSix)).toEqual([
    { days: '周一至周六', hours: '09:00–18:00' },
    { days: '周日', hours: '不开放' },
  ])
  expect(weekLines(Array.from({ length: 7 }, () => null))).toEqual([{ days: '每天', hours: '不开放' }])
})
