import type { Place } from '#shared/kernel/fields.ts'
import type { Picked, SavedDraft, Shot } from '../store/schema.ts'
import { AreaCode, ClockNote, ClockReading, PhotoHash } from '#shared/kernel/fields.ts'
import { placeFrom } from '#shared/kernel/geo.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { array, boolean, is, object, picklist, string, unknown } from 'valibot'

type Unchecked<Value> = { [Field in keyof Value]?: unknown }
/** The repaired value of each field; undefined leaves the field out. */
type Repairs<Value> = {
  [Field in keyof Required<Value>]: (saved: unknown, whole: Unchecked<Value>) => Value[Field]
}

const list = (saved: unknown): unknown[] => is(array(unknown()), saved) ? saved : []
const instant = (saved: unknown) => is(ClockReading, saved) ? saved : undefined

/** `id` and `accountId` need no repair: without them no draft is found. */
const draftRepairs: Repairs<Omit<SavedDraft, 'id' | 'accountId'>> = {
  kind: saved => is(picklist(reportKinds), saved) ? saved : null,
  text: saved => is(string(), saved) ? saved : '',
  place: repairPlace,
  spot: saved => is(string(), saved) ? saved : undefined,
  areaId: saved => is(AreaCode, saved) ? saved : undefined,
  seenAt: (saved, { changedAt }) => instant(saved) ?? instant(changedAt) ?? 0,
  shots: saved => list(saved).flatMap(repairShot),
  photos: saved => list(saved).filter(hash => is(PhotoHash, hash)),
  changedAt: saved => instant(saved) ?? 0,
}

/**
 * A draft as this app's pages can show it, whatever an older app or a damaged disk left: a field that is none
 * counts as not filled in, a photo without a digest as lost.
 */
export function repairDraft(saved: SavedDraft): SavedDraft {
  const { id, accountId } = saved
  return { id, accountId, ...repaired(saved, draftRepairs) } as SavedDraft
}

const shotRepairs: Repairs<Omit<Shot, 'hash' | 'seenAt'>> = {
  place: repairPlace,
  picked: repairPicked,
  isKept: saved => saved === true || undefined,
}

function repairShot(saved: unknown): Shot[] {
  const { hash, seenAt, ...rest } = (saved ?? {}) as Unchecked<Shot>
  if (!is(PhotoHash, hash) || !is(ClockReading, seenAt)) return []
  return [{ hash, seenAt, ...repaired(rest, shotRepairs) }]
}

function repaired<Value extends object>(saved: Unchecked<Value>, repairs: Repairs<Value>): Partial<Value> {
  const fields = Object.keys(repairs) as (keyof Value)[]
  return Object.fromEntries(fields
    .map(field => [field, repairs[field](saved[field], saved)])
    .filter(([, value]) => value !== undefined)) as Partial<Value>
}

function repairPlace(saved: unknown): Place | undefined {
  const { latitude, longitude, accuracy } = (saved ?? {}) as Unchecked<Place>
  return placeFrom(latitude, longitude, accuracy)
}

const AnyPicked = object({ at: ClockReading, isShot: boolean(), clock: unknown() })
function repairPicked(saved: unknown): Picked | undefined {
  if (!is(AnyPicked, saved)) return undefined
  const { at, isShot, clock } = saved
  return { at, isShot, ...is(ClockNote, clock) && { clock } }
}
