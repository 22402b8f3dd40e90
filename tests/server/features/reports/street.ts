import type { CommandInput } from '#shared/commands.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { createHash, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { PLACE, UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { scene } from '../../../support/photos.ts'

export type Street = ReturnType<typeof streetOf>
/** `freshCity` with what happens in its streets. */
export const freshStreet = (
  take: (fresh: { city: TestCity, street: Street }) => void,
  env: Record<string, string> = {},
): void =>
  freshCity(city => take({ city, street: streetOf(city) }), env)

/** What happens in the street and at the desk, in the words of the tests. */
export function streetOf(city: TestCity) {
  /** Takes a photo that looks like no other, or sends the bytes given, and returns its name. */
  async function photo(by: PersonName, bytes?: Buffer): Promise<string> {
    const sent = bytes ?? await scene()
    const hash = createHash('sha256').update(sent).digest('hex')
    const response = await city
      .as(by)
      .fetch(`/api/photos/${hash}`, { method: 'PUT', body: new Uint8Array(sent) })
    expect(response.ok, await response.clone().text()).toBe(true)
    return hash
  }

  const report = async (
    by: PersonName,
    changes: Partial<CommandInput<'reports.file'>> = {},
  ): Promise<CommandInput<'reports.file'>> => ({
    reportId: randomUUID(),
    kind: 'hazard' as ReportKind,
    text: '井盖松动',
    place: PLACE,
    photos: changes.photos ?? [await photo(by)],
    seenAt: city.time.now,
    ...changes,
  })

  async function file(by: PersonName, changes: Partial<CommandInput<'reports.file'>> = {}): Promise<string> {
    const input = await report(by, changes)
    await city.as(by).done('reports.file', input)
    return input.reportId
  }

  /** Brings a rider's report of the community to a state, as the desk would. */
  async function bring(reportId: string, ...states: ('accepted' | 'assigned' | 'working' | 'resolved')[]) {
    for (const to of states) {
      if (to === 'resolved') {
        await city
          .as('unit')
          .done('reports.resolve', { reportId, words: '已修好', photos: [await photo('unit')] })
      }
      else if (to === 'assigned') {
        await city.as('staff').done('reports.move', { reportId, to, unitId: UNITS.roads })
      }
      else if (to === 'working') {
        await city.as('unit').done('reports.move', { reportId, to })
      }
      else {
        await city.as('staff').done('reports.move', { reportId, to })
      }
    }
    return reportId
  }

  const one = async (by: PersonName, reportId: string) => await city.as(by).ask('reports.one', { reportId })
  const stateOf = async (reportId: string) => (await one('admin', reportId)).state
  const told = async (by: PersonName) =>
    (await city.as(by).ask('notices.mine', {})).notices.map(({ kind }) => kind)
  const points = async (by: PersonName) => (await city.as(by).ask('points.mine', {})).available
  return { photo, report, file, bring, one, stateOf, told, points }
}
