import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { CLOCK_DOUBTFUL_MS } from '#shared/reports/rules.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'
import { streetOf } from '../features/reports/street.ts'

let city: TestCity
let street: ReturnType<typeof streetOf>
freshCity((opened) => {
  city = opened
  street = streetOf(opened)
})

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const IN_2015 = Date.parse('2015-01-01T00:03:00Z')

interface Phone { sentAt: number, madeAt: number, clock?: { serverAt: number, phoneAt: number } }

/** Files a report by a phone whose clock showed these times; returns it as the desk sees it. */
async function filed({ sentAt, madeAt, clock }: Phone, seen: object) {
  const input = { ...await street.report('rider'), ...seen }
  const envelope = { id: randomUUID(), name: 'reports.file', input, madeAt, ...clock && { clock } }
  const response = await city.as('rider').sendBatch(sentAt, [envelope])
  expect((await response.json()).replies).toMatchObject([{ status: 'accepted' }])
  return await street.one('staff', input.reportId)
}

it('a clock that had fallen back to 2015 and was right when sending is marked', async () => {
  const { now } = city.time
  const clock = { serverAt: now - 5 * HOUR_MS, phoneAt: now - 5 * HOUR_MS }
  expect(await filed(
    { sentAt: now, madeAt: IN_2015 + MINUTE_MS, clock },
    { seenAt: IN_2015, seenClock: clock },
  )).toMatchObject({ seenAt: now - 5 * HOUR_MS, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
})

it('so is one that was right again before 提交 was tapped', async () => {
  const { now } = city.time
  const clock = { serverAt: now - 5 * HOUR_MS, phoneAt: now - 5 * HOUR_MS }
  expect(await filed({ sentAt: now, madeAt: now - MINUTE_MS, clock }, { seenAt: IN_2015, seenClock: clock }))
    .toMatchObject({ seenAt: now - 5 * HOUR_MS, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
})

it('an older app notes nothing: a time beyond belief becomes that of the arrival, marked', async () => {
  const { now } = city.time
  for (const madeAt of [IN_2015, now - MINUTE_MS]) {
    expect(await filed({ sentAt: now, madeAt }, { seenAt: IN_2015 }))
      .toMatchObject({ seenAt: now, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
  }
})

it('a clock that was ahead at the shutter and right when sending is corrected, and marked', async () => {
  const { now } = city.time
  const clock = { serverAt: now - 3 * HOUR_MS, phoneAt: now - 3 * HOUR_MS + DAY_MS }
  expect(await filed(
    { sentAt: now, madeAt: now - HOUR_MS + DAY_MS, clock },
    { seenAt: now - 2 * HOUR_MS + DAY_MS, seenClock: clock },
  )).toMatchObject({ seenAt: now - 2 * HOUR_MS, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
  expect(await filed({ sentAt: now, madeAt: now - HOUR_MS + DAY_MS }, { seenAt: now + DAY_MS }))
    .toMatchObject({ seenAt: now, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
})

it('a clock that is wrong all the time is corrected, and said to be as far off as it is', async () => {
  const { now } = city.time
  const clock = { serverAt: now - 3 * HOUR_MS, phoneAt: now - 4 * HOUR_MS }
  expect(await filed(
    { sentAt: now - HOUR_MS, madeAt: now - 2 * HOUR_MS, clock },
    { seenAt: now - 3 * HOUR_MS, seenClock: clock },
  )).toMatchObject({ seenAt: now - 2 * HOUR_MS, desk: { clockSkewMs: HOUR_MS } })
})

it('a photo of three days ago keeps its time: it may be older than the phone\'s last answer', async () => {
  const { now } = city.time
  const clock = { serverAt: now - HOUR_MS, phoneAt: now - HOUR_MS }
  expect(await filed({ sentAt: now, madeAt: now, clock }, { seenAt: now - 3 * DAY_MS }))
    .toMatchObject({ seenAt: now - 3 * DAY_MS, desk: { clockSkewMs: 0 } })
})

it('a clock put back right after an answer, whose time in whole seconds may be ahead of ours', async () => {
  const { now } = city.time
  const clock = { serverAt: now + 400, phoneAt: now + DAY_MS }
  const back = now - DAY_MS
  expect(await filed({ sentAt: back, madeAt: back, clock }, { seenAt: back, seenClock: clock }))
    .toMatchObject({ seenAt: now, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
})

it('every other command is dated by the same rule', async () => {
  const { now } = city.time
  const clock = { serverAt: now - HOUR_MS, phoneAt: now - HOUR_MS }
  const input = { complaintId: randomUUID(), text: '灯太暗', page: 'home' }
  await city.as('rider').sendBatch(now, [
    { id: randomUUID(), name: 'voices.complain', input, madeAt: IN_2015, clock },
  ])
  expect(await city.as('rider').ask('voices.mine', {})).toMatchObject([{ at: now - HOUR_MS }])
})

it('a note that no phone can have is read like any other: nothing happens in the future', async () => {
  const { now } = city.time
  const last = Number.MAX_SAFE_INTEGER
  for (const clock of [{ serverAt: last, phoneAt: 0 }, { serverAt: 0, phoneAt: last }]) {
    expect(await filed({ sentAt: now, madeAt: now, clock }, { seenAt: now, seenClock: clock }))
      .toMatchObject({ seenAt: now, desk: { clockSkewMs: CLOCK_DOUBTFUL_MS } })
  }
})
