import { Id } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

/** What can lead to something else, or come from it. */
export const linkKinds = ['voice', 'activity', 'poll'] as const
export type LinkKind = (typeof linkKinds)[number]

export const OneThing = v.object({ kind: v.picklist(linkKinds), ref: Id })
/** The things that a thing came from and led to, oldest link first, without those that are not public. */
export const LinkedThings = v.array(v.object({
  kind: v.picklist(linkKinds),
  ref: Id,
  title: v.string(),
  isOff: v.optional(v.literal(true)), // It was called off.
  isSource: v.boolean(), // True for what the thing asked for came from.
}))
export type LinkedThings = v.InferOutput<typeof LinkedThings>
