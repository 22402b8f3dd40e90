import { codeOf, Phone } from '#shared/kernel/digits.ts'
import { AreaCode, Id, Instant, lineOf, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { postKinds } from './posts.ts'
import { shownRoles } from './roles.ts'

export const companies = ['meituan', 'eleme', 'jd', 'sf', 'ztoEtc', 'didi', 'other'] as const
export const works = ['delivery', 'courier', 'driver', 'other'] as const
/**
 * All versions of the privacy notice. Consent names the version that it was given to, which may be an old one
 * on a phone that slept.
 */
export const privacyNotices = ['2026-11', '2026-11-28', '2026-11-29'] as const
/** The version in force. */
export const PRIVACY_NOTICE = '2026-11-29' satisfies (typeof privacyNotices)[number]

/** 报到: a rider or resident tells the community who they are. May be sent again to change it. */
export const Register = v.object({
  name: textOf(1, 20),
  areaId: AreaCode,
  company: v.nullable(v.picklist(companies)), // Null for a resident.
  work: v.nullable(v.picklist(works)),
  privacyNotice: lineOf(20),
})
export type Register = v.InferOutput<typeof Register>

/**
 * Confirmed by the person: erases the account (PIPL, article 47). What it did for the city stays, without its
 * name.
 */
export const DeleteMe = v.object({ confirm: v.literal(true) })

export const AskCode = v.object({
  phone: Phone,
  // The solution of the puzzle that the phone was given, when the city's codes of the day run short.
  solved: v.optional(v.object({
    puzzle: lineOf(100),
    solution: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  })),
})
export type AskCode = v.InferOutput<typeof AskCode>
const RECOVERY_DIGITS = 10
/** A code of the second factor: six digits of an authenticator app, or a recovery code. */
const FactorCode = v.union([codeOf(6), codeOf(RECOVERY_DIGITS)])
export const isRecoveryCode = (code: string): boolean => code.length === RECOVERY_DIGITS
export const GiveFactor = v.object({ code: FactorCode })
/** The first code of an app that was just set up. */
export const ConfirmFactor = v.object({ code: codeOf(6) })
export const SignIn = v.object({ phone: Phone, code: codeOf(6), factor: v.optional(FactorCode) })

/** Changes the account's number, with the codes sent to the new and to the old one. */
export const ChangePhone = v.object({ phone: Phone, code: codeOf(6), oldCode: codeOf(6) })
/** Asks for a code on the account's own number, which its phone does not know in full. */
export const AskOwnCode = v.omit(AskCode, ['phone'])

/** Identifies a session without being able to open it. */
const SessionId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))

/** A post that somebody holds. `scope`: an area's code, or the id of a unit, a station or a team. */
export const MyPost = v.object({
  id: Id,
  kind: v.picklist(postKinds),
  scope: v.string(),
  scopeName: v.string(),
  from: Instant,
  until: v.nullable(Instant),
})

/** The signed-in account, as its own phone sees it. */
export const Me = v.object({
  accountId: Id,
  // By the first post that names somebody, else by their role; older apps know no other field.
  role: v.picklist(shownRoles),
  posts: v.optional(v.array(MyPost)), // The posts held now; absent if an older app saved this.
  name: v.nullable(v.string()),
  phoneHint: v.string(), // 138****0001
  areaId: v.nullable(AreaCode), // Riders: where they registered; staff and units: the subtree they work for.
  areaName: v.nullable(v.string()),
  unitName: v.nullable(v.string()),
  company: v.nullable(v.picklist(companies)),
  work: v.nullable(v.picklist(works)),
  registeredAt: v.nullable(Instant),
  // The version of the privacy notice agreed to at registering.
  privacyNotice: v.optional(v.nullable(v.string())),
  // The second factor of an account with a deciding post; `missing`: the server answers nothing else before
  // it is set up.
  factor: v.optional(v.picklist(['off', 'missing', 'on'])),
})
export type Me = v.InferOutput<typeof Me>

/** Where somebody is signed in, most recently used first. */
export const Sessions = v.array(v.object({
  id: SessionId,
  device: v.string(), // In words: Android 手机 · 微信. Empty: unknown.
  network: v.string(), // Where they signed in, as the beginning of an address: 203.0.*. Empty: unknown.
  since: Instant,
  seenAt: Instant, // To the hour.
  isThis: v.boolean(),
}))

/** Signs out one device; null: every one. */
export const EndSessions = v.object({ sessionId: v.nullable(SessionId) })
