import { AreaCode, Id, Instant, Place, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { publishedKinds } from './published.ts'
import { REPORT_SPOT_MAX } from './schemas.ts'

/** Open311's limit for a description (characters). */
export const PARTNER_TEXT_MAX = 4000

/**
 * A report by a partner's program, without photos. `earlierId`: the id that the same report would have got
 * the day before, so that a repeated one is found.
 */
export const FileAsPartner = v.object({
  reportId: Id,
  earlierId: Id,
  kind: v.picklist(publishedKinds),
  text: textOf(0, PARTNER_TEXT_MAX),
  place: v.optional(Place),
  spot: v.optional(textOf(0, REPORT_SPOT_MAX)),
  areaId: v.optional(AreaCode),
  seenAt: v.optional(Instant),
})
export type FileAsPartner = v.InferOutput<typeof FileAsPartner>
