import { beatKinds } from '#shared/identity/posts.ts'
import { AreaCode, ClockReading, Id, Instant, Place, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

export const PATROL_WORDS_MAX = 200
export const patrolFindings = ['fine', 'watch'] as const
/** A patrol note: all is fine, or what to watch. What needs repair is filed as a report instead. */
export const NotePatrol = v.pipe(
  v.object({
    noteId: Id,
    areaId: AreaCode,
    finding: v.picklist(patrolFindings),
    words: textOf(0, PATROL_WORDS_MAX),
    place: v.optional(Place),
    madeAt: ClockReading,
  }),
  v.forward(v.check(({ finding, words }) => finding === 'fine' || words !== ''), ['words']),
)
const note = {
  id: Id,
  finding: v.picklist(patrolFindings),
  words: v.string(),
  at: Instant,
  by: v.string(),
}
/** The beats of somebody with standing posts: their cards, and the latest notes there. */
export const MyBeats = v.array(v.object({
  postId: Id,
  kind: v.picklist(beatKinds),
  areaId: AreaCode,
  areaName: v.string(),
  since: Instant,
  until: v.nullable(Instant),
  patrolsThisMonth: v.number(),
  notes: v.array(v.object(note)),
}))
export type MyBeats = v.InferOutput<typeof MyBeats>
/** The patrol notes of staff's areas, latest first; ranked by `at`. */
export const Patrols = v.object({
  notes: v.array(v.object({ ...note, areaName: v.string(), place: v.nullable(Place) })),
  hasMore: v.boolean(),
})
export type Patrols = v.InferOutput<typeof Patrols>
