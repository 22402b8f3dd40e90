import { wishedPoints } from '#client/app/session/points-shown.ts'
import { expect, it } from 'vitest'

const wish = (orderId: string, price = 30, count = 2) => ({
  envelope: { id: orderId, name: 'mall.redeem', input: { orderId, price, count }, madeAt: 1 },
})
const accepted = (orderId: string, at: number) => ({
  name: 'mall.redeem',
  input: { orderId, price: 30, count: 2 },
  at,
})

it.each([
  ['nothing waits', { items: [], delivered: [] }, [], 0],
  ['two wishes wait', { items: [wish('a'), wish('b', 100, 1)], delivered: [] }, [], 160],
  [
    'another command waits',
    { items: [{ envelope: { ...wish('a').envelope, name: 'mall.cancel' } }], delivered: [] },
    [],
    0,
  ],
  ['the order is known, though its answer was lost', { items: [wish('a')], delivered: [] }, [{ id: 'a' }], 0],
  [
    'it was accepted after the points were asked for',
    { items: [], delivered: [accepted('a', 2_000)] },
    [],
    60,
  ],
  [
    'it was accepted before, so that the answer has it',
    { items: [], delivered: [accepted('a', 500)] },
    [],
    0,
  ],
  [
    'it is seen on both shelves for a moment',
    { items: [wish('a')], delivered: [accepted('a', 2_000)] },
    [],
    60,
  ],
])('when %s, so much is counted', (_title, phone, orders, expected) => {
  expect(wishedPoints(phone, 1_000, orders)).toBe(expected)
})
