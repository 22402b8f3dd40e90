import type { Actor } from '#server/sync/context.ts'
import type { Place } from '#shared/kernel/fields.ts'
import { areaExists, districtAt } from '#server/core/areas/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { isExact, mayBeInCity } from '#shared/kernel/geo.ts'
import { Refused } from '#shared/refusal.ts'

interface Where { readonly areaId?: string | undefined, readonly place?: Place | undefined }

/** The district of a place; null for a place outside the city or too inexact. */
const districtOf = (place: Place | undefined) => place && isExact(place) ? districtAt(place) : null
const knownArea = (areaId: string | undefined) => areaId !== undefined && areaExists(areaId) ? areaId : null

/**
 * The area of a new report: the chosen one; else the reporter's own community if the place lies in its
 * district, since its staff know the streets; else the district of the place.
 */
export function areaOf({ areaId, place }: Where, actor: Actor): string {
  const chosen = knownArea(areaId)
  if (chosen !== null) return chosen
  const district = districtOf(place)
  const own =
    actor.areaId !== null && (district === null || isWithin(actor.areaId, district)) ? actor.areaId : null
  const area = own ?? district
  if (area === null) throw new Refused({ code: 'reports.placeMissing' })
  return area
}

/** The place to store: one surely outside the city is left out, as phones do too, and the area says where. */
export const placeInCity = (place: Place | undefined): Place | undefined =>
  place && mayBeInCity(place) ? place : undefined

/** Refuses to put a report at a place surely outside the city. */
export function requireInCity(place: Place | null | undefined): void {
  if (place && !mayBeInCity(place)) throw new Refused({ code: 'reports.placeOutside' })
}

/** The area of an amended report: it stays if it lies in the new place's district. */
export function areaAmended({ areaId, place }: Where, current: string): string {
  const district = districtOf(place)
  return knownArea(areaId) ?? (district === null || isWithin(current, district) ? current : district)
}
