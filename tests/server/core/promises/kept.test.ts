import type { TestCity } from '../../../support/city.ts'
import { keptPromises } from '#server/core/promises/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { addKept, noneKept, shareOnTime } from '#shared/promises/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { plansOf } from '../../../support/plans.ts'
import { insertVoices } from '../../features/voices/said.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))

const DAY = 86_400_000
const promised = (now: number, dueIn: number, changes: object = {}) =>
  ({ state: 'promised', promisedAt: now + dueIn * DAY, dueAt: now + dueIn * DAY, ...changes }) as const
const met = (now: number, dueIn: number, metIn: number, state = 'answered') =>
  promised(now, dueIn, { state, metAt: now + metIn * DAY })

it('counts by area what was closed in a span, and what is open past the first day promised', async () => {
  const { now } = city.time
  await insertVoices(city, [
    met(now, -5, -6),
    met(now, -5, -5, 'judged'), // On the last millisecond.
    met(now, -5, -4),
    met(now, -40, -41), // Before the span.
    promised(now, -1),
    promised(now, -1, { dueAt: now + 9 * DAY }), // Another day was said since.
    promised(now, 1), // Not due yet.
    promised(now, -1, { state: 'hidden', hideReason: 'advert' }),
    {}, // Nothing was promised.
    { ...met(now, -5, -6), areaId: '420105' },
  ])
  const kept = await keptPromises(city.database.read, { from: now - 30 * DAY, until: now })
  expect(Object.fromEntries(kept)).toEqual({
    [COMMUNITY]: { onTime: 2, closed: 3, overdue: 2 },
    420105: { onTime: 1, closed: 1, overdue: 0 },
  })
  expect(shareOnTime([...kept.values()].reduce(addKept, noneKept))).toBe(3 / 6)
  expect(shareOnTime(noneKept)).toBeNull()
  // Four days and a half ago two were overdue, one of which has been answered since.
  const then = await keptPromises(city.database.read, { from: now - 30 * DAY, until: now - 4.5 * DAY })
  expect(then.get(COMMUNITY)).toEqual({ onTime: 2, closed: 2, overdue: 1 })
})

it.runIf(dialect === 'sqlite')('reads an index, whatever lies there without a promise', async () => {
  const plans = await plansOf(city.database, async () =>
    await keptPromises(city.database.read, { from: 5, until: city.time.now }))
  expect(plans.length).toBeGreaterThan(1)
  for (const plan of plans) expect(plan.join('\n')).toContain('voices_promised')
})
