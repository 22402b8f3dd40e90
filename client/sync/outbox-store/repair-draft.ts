import type { Place } from '#shared/kernel/fields.ts'
import type { Picked, SavedDraft, Shot } from '../store/schema.ts'
import { AreaCode, ClockNote, ClockReading, PhotoHash } from '#shared/kernel/fields.ts'
import { placeFrom } from '#shared/kernel/geo.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { array, boolean, is, object, picklist, string, unknown } from 'valibot'

type Unchecked<Value> = { [Field in keyof Value]?: unknown }
const AnyPicked = object({ at: ClockReading, isShot: boolean(), clock: unknown() })

/**
 * A draft as this app's pages can show it, whatever an older app or a damaged disk left: a field that is none
 * counts as not filled in, a photo without a digest as lost.
 */
export function repairDraft(saved: SavedDraft): SavedDraft {
  const { id, accountId, kind, text, place, areaId, seenAt, shots, changedAt } = saved as
    & Pick<SavedDraft, 'id' | 'accountId'>
    & Unchecked<SavedDraft>
  const whole = is(array(unknown()), shots) ? shots.flatMap(repairShot) : []
  const changed = is(ClockReading, changedAt) ? changedAt : 0
  return {
    id,
    accountId,
    kind: is(picklist(reportKinds), kind) ? kind : null,
    text: is(string(), text) ? text : '',
    ...repairPlace(place),
    ...is(AreaCode, areaId) && { areaId },
    seenAt: is(ClockReading, seenAt) ? seenAt : changed,
    shots: whole,
    photos: whole.map(({ hash }) => hash),
    changedAt: changed,
  }
}

function repairShot(saved: unknown): Shot[] {
  const { hash, seenAt, place, picked } = (saved ?? {}) as Unchecked<Shot>
  if (!is(PhotoHash, hash) || !is(ClockReading, seenAt)) return []
  return [{ hash, seenAt, ...repairPlace(place), ...repairPicked(picked) }]
}

function repairPlace(saved: unknown): { place?: Place } {
  const { latitude, longitude, accuracy } = (saved ?? {}) as Unchecked<Place>
  const place = placeFrom(latitude, longitude, accuracy)
  return place ? { place } : {}
}

function repairPicked(saved: unknown): { picked?: Picked } {
  if (!is(AnyPicked, saved)) return {}
  const { at, isShot, clock } = saved
  return { picked: { at, isShot, ...is(ClockNote, clock) && { clock } } }
}
