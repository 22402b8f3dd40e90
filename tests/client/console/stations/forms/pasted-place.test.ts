import { placeIn } from '#client/console/stations/forms/pasted-place.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { expect, it } from 'vitest'

const here = { latitude: 30.5801, longitude: 114.2702 }

it.each(['30.5801,114.2702', '114.2702, 30.5801', '经度：114.2702　纬度：30.5801', '（114.2702，30.5801）'])(
  '%s is read, whichever comes first',
  (text) => {
    expect(placeIn(text, 'WGS84')).toEqual(here)
  },
)

it.each(['', '民意街 1 号', '30.58', '116.4074,39.9042', '30.5801,114.2702,12.5'])(
  '“%s” is no place in the city',
  (text) => {
    expect(placeIn(text, 'WGS84')).toBeUndefined()
  },
)

it('what was copied from another map is moved to where that map means', () => {
  // A point of 高德 for the same spot lies some five hundred metres off, one of 百度 farther.
  expect(placeIn('114.275613,30.577640', 'GCJ02')).toSatisfy(place => distanceM(place, here) < 5)
  expect(placeIn('114.282122,30.583536', 'BD09')).toSatisfy(place => distanceM(place, here) < 20)
})
