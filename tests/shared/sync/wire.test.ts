import { commands } from '#shared/commands.ts'
import { deciders, decides } from '#shared/identity/roles.ts'
import { queries } from '#shared/queries.ts'
import { MoveReport } from '#shared/reports/desk-schemas.ts'
import { FileReport, RateReport } from '#shared/reports/schemas.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'

const id = '0194f000-0000-7000-8000-000000000001'
const photo = 'ab'.repeat(32)

it('what people decide about others is live; it never waits in an outbox', () => {
  for (const [name, { by, offline }] of Object.entries(commands)) {
    const isDecision = (by as readonly string[]).every(
      role => role === 'system' || (deciders as readonly string[]).includes(role),
    )
    if (isDecision) expect(offline, name).toBe(false)
  }
  expect(decides('staff') && !decides('courier')).toBe(true)
})

it('every command and query is somebody\'s, and is named domain.verb', () => {
  for (const [name, { by }] of [...Object.entries(commands), ...Object.entries(queries)]) {
    expect(name).toMatch(/^[a-z0-9]+\.[a-zA-Z]+$/)
    expect(by.length, name).toBeGreaterThan(0)
  }
})

it('a report may come without words and without a place, but not without a photo', () => {
  const least = { reportId: id, kind: 'hazard', text: '', photos: [photo], seenAt: 1 }
  expect(v.is(FileReport, least)).toBe(true)
  expect(v.is(FileReport, { ...least, photos: [] })).toBe(false)
  expect(v.is(FileReport, { ...least, photos: Array.from({ length: 10 }, () => photo) })).toBe(false)
  expect(v.is(FileReport, { ...least, place: { latitude: 91, longitude: 0 } })).toBe(false)
  expect(v.is(FileReport, { ...least, text: '字'.repeat(501) })).toBe(false)
})

it('declining needs a reason, sending needs a unit, "not fixed" needs words', () => {
  expect(v.is(MoveReport, { reportId: id, to: 'declined', words: '  ' })).toBe(false)
  expect(v.is(MoveReport, { reportId: id, to: 'assigned' })).toBe(false)
  expect(v.is(MoveReport, { reportId: id, to: 'closed' })).toBe(false)
  expect(v.is(RateReport, { reportId: id, fixed: false })).toBe(false)
  expect(v.is(RateReport, { reportId: id, fixed: true })).toBe(true)
  expect(v.is(RateReport, { reportId: id, fixed: true, score: 6 })).toBe(false)
})
