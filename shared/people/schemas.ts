import { postKinds } from '#shared/identity/posts.ts'
import { shownRoles } from '#shared/identity/roles.ts'
import { MyPost } from '#shared/identity/schemas.ts'
import { Phone } from '#shared/kernel/digits.ts'
import { AreaCode, Day, Id, Instant, lineOf, PageRange, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

const Reason = textOf(1, 200)
const Name = textOf(1, 20)
const term = { from: v.optional(Instant), until: v.optional(v.nullable(Instant)) }
const what = { kind: v.picklist(postKinds), scope: lineOf(64) }

/**
 * Gives a post to an account, or to the holder of a phone number, who need not have an account yet; `name` is
 * for a number without one. `from`: absent means at once.
 */
export const GivePost = v.pipe(
  v.object({
    postId: Id,
    phone: v.optional(Phone),
    accountId: v.optional(Id),
    name: v.optional(Name),
    ...what,
    ...term,
    reason: Reason,
  }),
  v.forward(v.check(who => (who.phone === undefined) !== (who.accountId === undefined)), ['phone']),
)
export type GivePost = v.InferOutput<typeof GivePost>
export const EndPost = v.object({ postId: Id, reason: Reason })
export const ConfirmPost = v.object({ postId: Id })
export const OnePerson = v.object({ accountId: Id })
export const JudgePerson = v.object({ accountId: Id, reason: Reason })

/** A second admin approves the reset of somebody's second factor, or declines it. */
export const DecideReset = v.object({ accountId: Id, isApproved: v.boolean() })

export const IMPORT_ROWS_MAX = 200
/** A line as it was pasted: kind and scope as codes or names. */
const Line = v.object({
  postId: Id,
  phone: lineOf(40),
  name: lineOf(40),
  kind: lineOf(40),
  scope: lineOf(64),
})
/** A table of posts. A dry run changes nothing and has the same answer. */
export const ImportPosts = v.object({
  rows: v.pipe(v.array(Line), v.minLength(1), v.maxLength(IMPORT_ROWS_MAX)),
  reason: Reason,
  dryRun: v.boolean(),
})
/** The refused lines, from 1, each with a refusal's code. */
export const Imported = v.object({
  given: v.number(),
  refused: v.array(v.object({ line: v.number(), code: v.string() })),
})

/**
 * `words`: a whole phone number, or the end of a name. Without them, the holders of posts, of one kind or of
 * any.
 */
export const FindPeople = v.object({
  words: v.optional(textOf(2, 20)),
  kind: v.optional(v.picklist(postKinds)),
  areaId: v.optional(AreaCode), // Where they live or work.
  ...PageRange.entries,
})
export type FindPeople = v.InferOutput<typeof FindPeople>
export const PEOPLE_MAX = 50
const person = {
  accountId: Id,
  name: v.nullable(v.string()),
  phoneHint: v.string(),
  role: v.picklist(shownRoles),
  areaName: v.nullable(v.string()),
  isSuspended: v.boolean(),
}
const Post = v.object({
  ...MyPost.entries,
  reason: v.string(),
  givenBy: v.nullable(v.string()), // A name; null: the operator, or somebody who has left.
  awaitsConfirmation: v.boolean(),
  endedAt: v.nullable(Instant),
  mayEnd: v.boolean(),
  mayConfirm: v.boolean(),
})
const Found = v.object({ ...person, posts: v.array(MyPost), rank: Instant }) // When the account was made.
export type FoundPerson = v.InferOutput<typeof Found>
export const FoundPeople = v.object({
  people: v.array(Found), // Latest first.
  total: v.number(), // Of all pages.
  hasMore: v.boolean(),
})
/** `acts`: those of the last 30 days, newest first. `suspended`: since when and why, if known. */
export const PersonView = v.object({
  ...person,
  suspended: v.nullable(v.object({ at: Instant, reason: v.nullable(v.string()) })),
  posts: v.array(Post),
  acts: v.array(v.object({
    at: Instant,
    act: v.string(),
    kind: v.nullable(v.string()),
    reason: v.nullable(v.string()),
  })),
  maySuspend: v.boolean(),
  // The second factor of an account with a deciding post, for admins. `reset`: the request of an admin, until
  // another decides.
  factor: v.optional(v.object({
    isOn: v.boolean(),
    mayAskReset: v.boolean(),
    reset: v.nullable(v.object({
      askedBy: v.string(),
      askedAt: Instant,
      reason: v.string(),
      mayDecide: v.boolean(),
    })),
  })),
})
export type PersonView = v.InferOutput<typeof PersonView>

export const ACTS_PAGE_MAX = 50
/** Acts of these days, both included; of one name; in an area and all inside it. */
export const FindActs = v.object({
  from: v.optional(Day),
  to: v.optional(Day),
  act: v.optional(lineOf(60)),
  areaId: v.optional(AreaCode),
  ...PageRange.entries,
})
export const aboutKinds = ['account', 'report'] as const
/** `name`: of a person; null where it is not known. */
const ActAbout = v.object({ kind: v.picklist(aboutKinds), ref: v.string(), name: v.nullable(v.string()) })
export type ActAbout = v.InferOutput<typeof ActAbout>
/** 操作记录, latest first; the rank is the instant. `by`: null for the clock and operators. */
export const CityActs = v.object({
  acts: v.array(v.object({
    id: Id,
    at: Instant,
    act: v.string(),
    reason: v.nullable(v.string()),
    areaName: v.nullable(v.string()),
    about: v.nullable(ActAbout),
    by: v.nullable(v.object({ accountId: Id, name: v.nullable(v.string()) })),
  })),
  total: v.number(), // Of all pages.
  hasMore: v.boolean(),
})

/** Posts of admins that wait for a second admin, oldest first. */
export const PendingPosts = v.array(v.object({
  ...MyPost.entries,
  accountId: Id,
  name: v.nullable(v.string()),
  phoneHint: v.string(),
  reason: v.string(),
  givenBy: v.nullable(v.string()),
  mayConfirm: v.boolean(),
}))
/**
 * Whether a unit works by case links, and the number they are sent to: absent keeps it; null: they are
 * printed.
 */
export const LinkUnit = v.object({
  unitId: Id,
  worksByLink: v.boolean(),
  linkPhone: v.optional(v.nullable(Phone)),
  reason: Reason,
})
/** The handling units of the city, by area. */
export const CityUnits = v.array(v.object({
  id: v.string(),
  name: v.string(),
  areaName: v.string(),
  worksByLink: v.optional(v.boolean()), // Absent from older servers.
  phoneHint: v.optional(v.string()), // Where links are sent; empty where they are printed.
}))
