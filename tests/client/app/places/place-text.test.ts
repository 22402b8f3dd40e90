import { placeText } from '#client/app/places/place-text.ts'
import { areaLabel, shortArea } from '#client/app/words/areas.ts'
import { coordinatesOf } from '#shared/kernel/geo.ts'
import { expect, it } from 'vitest'

const market = { name: '民意街小蜜蜂驿站', latitude: 30.5795, longitude: 114.2745, areaId: '420103003003' }
const far = { name: '后湖小蜜蜂驿站', latitude: 30.65, longitude: 114.27, areaId: '420102017001' }
const around = {
  stations: [far, market],
  areas: new Map([['420103003', '民意街街道'], ['420103003003', '永丰社区居委会']]),
  districtAround: () => '江汉区',
}
const north = (metres: number) =>
  ({ latitude: market.latitude + metres / 111_195, longitude: market.longitude })

it('a report\'s place is said by its street, its community and the nearest station', () => {
  expect(placeText(north(120), around, '江汉区 · 民意街街道 · 永丰社区居委会'))
    .toBe('民意街街道 永丰社区 · 距民意街小蜜蜂驿站 120 米')
  expect(placeText(north(5), around, '江汉区')).toBe('江汉区 · 民意街小蜜蜂驿站门口')
})

it('a place nobody has routed yet is said by the community close by, else by its district', () => {
  expect(placeText(north(120), around)).toBe('民意街街道 永丰社区附近 · 距民意街小蜜蜂驿站 120 米')
  expect(placeText(north(900), around)).toBe('江汉区 · 距民意街小蜜蜂驿站 900 米')
})

it('says no station that is too far to help, and less where the phone knows less', () => {
  const nowhere = { latitude: 30.2, longitude: 114 }
  expect(placeText(nowhere, around, '江夏区 · 山坡街道')).toBe('江夏区 山坡街道')
  expect(placeText(north(120), { ...around, areas: new Map(), districtAround: () => undefined }))
    .toBe('距民意街小蜜蜂驿站 120 米')
})

it('calls communities and villages as people do', () => {
  expect(['尚隆苑社区居委会', '红旗居民委员会', '三阳社区', '金潭村委会', '一村村委会', '新河村民委员会'].map(areaLabel))
    .toEqual(['尚隆苑社区', '红旗社区', '三阳社区', '金潭村', '一村', '新河村'])
  expect(shortArea('武汉市')).toBe('武汉市')
})

it('coordinates are copied as maps read them', () => {
  expect(coordinatesOf({ latitude: 30.592831, longitude: 114.3 })).toBe('30.59283,114.30000')
})
