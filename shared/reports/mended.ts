import { Instant } from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { reportKinds } from './rules.ts'

export const MENDED_MAX = 12
/** What was mended lately, as everybody may see it: no text, no number, no place, nobody's name. */
export const MendedPair = v.object({
  kind: v.picklist(reportKinds),
  areaName: v.string(),
  filedAt: Instant,
  mendedAt: Instant,
  before: PhotoRef,
  after: PhotoRef,
})
export type MendedPair = v.InferOutput<typeof MendedPair>
/** `areaName`: the asker's district, or the city; `today` and `week`: how many were mended there. */
export const Mended = v.object({
  areaName: v.string(),
  today: v.number(),
  week: v.number(),
  pairs: v.array(MendedPair), // Those of that area first, then the city's.
})
