import { movedBy, offsetText } from '#client/features/reports/pin.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { describe, expect, it } from 'vitest'

const wuhan = { latitude: 30.59283, longitude: 114.30525, accuracy: 12 }

describe('moving the pin', () => {
  it.each([
    { east: 30, north: 0 },
    { east: 0, north: -80 },
    { east: -300, north: 400 },
  ])('moves it as many metres as the rider dragged it: $east east, $north north', (offset) => {
    const moved = movedBy(wuhan, offset)
    expect(distanceM(wuhan, moved)).toBeCloseTo(Math.hypot(offset.east, offset.north), 0)
    expect(Math.sign(moved.longitude - wuhan.longitude)).toBe(Math.sign(offset.east))
    expect(Math.sign(moved.latitude - wuhan.latitude)).toBe(Math.sign(offset.north))
  })

  it('a pin set by hand claims no accuracy of the phone', () => {
    expect(movedBy(wuhan, { east: 1, north: 1 })).not.toHaveProperty('accuracy')
  })

  it('says in words where it went', () => {
    expect(offsetText({ east: 12.4, north: -5 })).toBe('向东 12 米，向南 5 米')
    expect(offsetText({ east: 0.2, north: 0 })).toBe('没有移动')
  })
})
