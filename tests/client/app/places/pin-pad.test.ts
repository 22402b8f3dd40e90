// @vitest-environment dom
import type { Place } from '#shared/kernel/fields.ts'
import PinPad from '#client/app/places/PinPad.vue'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

const from = { latitude: 30.5795, longitude: 114.2745, accuracy: 12 }
const station = {
  id: '01900000-0000-7000-8000-00000000bbbb',
  name: '民意街小蜜蜂驿站',
  areaId: '420103003',
  latitude: from.latitude + 120 / 111_195,
  longitude: from.longitude,
}
freshPhone(
  () => ({
    'areas.tree': [['420103003', '民意街街道']],
    'stations.all': { stations: [station], weeks: [] },
    'stations.map': { tiles: null },
  }),
  () => {},
)

it('the pin stands on the city’s map, says in words where, and stays exact unmoved', async () => {
  const moved: Place[] = []
  await openPage(
    { render: () => h(PinPad, { from, onMoved: (place: Place) => moved.push(place) }) },
    { holder: me('courier') },
  )
  await expect.poll(() => document.querySelectorAll('.map__district').length).toBe(13)
  expect(document.querySelectorAll('.map__river')).toHaveLength(2)
  await expect.poll(text).toContain('民意街街道附近 · 距民意街小蜜蜂驿站 120 米')
  await tap('确定位置')
  expect(moved).toEqual([from])
})
