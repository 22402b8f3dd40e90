import fc from 'fast-check'

/** Those whose points move; the keeper redeems too, and so may try to hand over to themselves. */
export const people = ['rider', 'rider2', 'keeper'] as const
export const organisers = ['admin', 'admin2'] as const
export const caps = ['reports.lead', 'reports.patrol'] as const
export const prices = [15, 60] as const
export const STATIONS = 2
/** Of each item at each station, at the beginning. */
export const IN_STOCK = 4

export type PersonName = (typeof people)[number] | (typeof organisers)[number]
export type Act =
  | { name: 'award', who: number, amount: number, cap: number, daysAgo: number, cause: number }
  | { name: 'redeem', who: number, item: number, station: number, count: number }
  | { name: 'cancel' | 'handOver' | 'lapseOrder', pick: number, isOpen: boolean }
  | { name: 'lapse' }
  | { name: 'remind', isInTime: boolean }
  | { name: 'ask', who: number, by: number, amount: number }
  | { name: 'decide', pick: number, by: number, isOther: boolean, isApproved: boolean, isOpen: boolean }
  | { name: 'setCap', cap: number, max: number }
  | { name: 'arrive', item: number, station: number, count: number }
  | { name: 'move', item: number, from: number, count: number }
  | { name: 'wait', days: number }
  | { name: 'newYear', daysAfter: number }
export type ActName = Act['name']

const upTo = (most: number) => fc.nat({ max: most })
const index = (list: readonly unknown[]) => upTo(list.length - 1)
const named = <Name extends ActName>(name: Name) => fc.constant(name)
/** Nine times in ten what is likely to succeed. */
const mostly = fc.integer({ min: 1, max: 10 }).map(n => n > 1)
const order = { pick: upTo(99), isOpen: mostly }

/** One act. Weights and numbers lean towards what can succeed: a program of refusals proves little. */
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      name: named('award'),
      who: index(people),
      amount: fc.integer({ min: 1, max: 120 }),
      cap: index(caps),
      daysAgo: upTo(2),
      cause: upTo(60),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      name: named('redeem'),
      who: index(people),
      item: index(prices),
      station: upTo(STATIONS - 1),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ name: named('handOver'), ...order }) },
  { weight: 3, arbitrary: fc.record({ name: named('cancel'), ...order }) },
  { weight: 3, arbitrary: fc.record({ name: named('lapseOrder'), ...order }) },
  { weight: 3, arbitrary: fc.record({ name: named('lapse') }) },
  { weight: 1, arbitrary: fc.record({ name: named('remind'), isInTime: mostly }) },
  {
    weight: 3,
    arbitrary: fc.record({
      name: named('ask'),
      who: upTo(people.length),
      by: index(organisers),
      amount: fc.integer({ min: -150, max: 150 }).filter(amount => amount !== 0),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      name: named('decide'),
      pick: upTo(99),
      by: index(organisers),
      isOther: mostly,
      isApproved: mostly,
      isOpen: mostly,
    }),
  },
  { weight: 1, arbitrary: fc.record({ name: named('setCap'), cap: index(caps), max: upTo(600) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      name: named('arrive'),
      item: index(prices),
      station: upTo(STATIONS - 1),
      count: fc.integer({ min: 1, max: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      name: named('move'),
      item: index(prices),
      from: upTo(STATIONS - 1),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ name: named('wait'), days: fc.constantFrom(1, 1, 2, 5, 8, 30) }) },
  { weight: 2, arbitrary: fc.record({ name: named('newYear'), daysAfter: fc.constantFrom(0, 0, 3, 340) }) },
)

/** A program: what a city might see, in order. */
export const program = fc.array(act, { minLength: 12, maxLength: 40 })
