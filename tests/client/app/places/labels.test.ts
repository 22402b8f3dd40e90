// @vitest-environment dom
import { labelsThatFit } from '#client/app/places/map/labels.ts'
import { expect, it } from 'vitest'

const label = (words: string, latitude: number, longitude: number, fromZoom = 0) =>
  ({ at: { latitude, longitude }, words, className: '', fromZoom })
const labels = [label('江汉区', 0, 0), label('硚口区', 0, 10), label('武昌区', 50, 0), label('东湖', 0, 500, 12)]
const wordsAt = (zoom: number, scale: number) =>
  labelsThatFit(labels, zoom, ({ latitude, longitude }) => ({ x: longitude * scale, y: latitude * scale }))
    .map(({ words }) => words)

it('names that would cover one another wait for a nearer zoom, the first ones win', () => {
  expect(wordsAt(10, 1)).toEqual(['江汉区', '武昌区'])
  expect(wordsAt(11, 10)).toEqual(['江汉区', '硚口区', '武昌区'])
})

it('a name is shown from its own zoom on', () => {
  expect(wordsAt(12, 10)).toContain('东湖')
})
