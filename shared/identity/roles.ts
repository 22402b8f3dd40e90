import type { PostKind } from './posts.ts'
import { postKinds } from './posts.ts'

/** What somebody is. What they may do besides is their posts' matter. */
export const personRoles = ['courier', 'resident'] as const
/** What an account is: a kiosk has one too, without a phone number. */
export type AccountRole = (typeof personRoles)[number] | 'kiosk'
/**
 * `system` is the clock, `visitor` whoever has not signed in, `partner` an organisation whose program reports
 * for it, `bearer` whoever comes by a link that lets them do one thing: none of them has an account.
 */
export type ActorRole = AccountRole | 'system' | 'visitor' | 'partner' | 'bearer'
/** What the lists of commands and queries name: what somebody is, or a post that they hold. */
export type Part = ActorRole | PostKind

/** All people, with every post that they may hold. */
export const everyone = [...personRoles, ...postKinds] as const satisfies Part[]
/** All people, whether they have signed in or not. */
export const anyone = [...everyone, 'visitor'] as const satisfies Part[]

/** What a person is called by their first post; phones that know no posts go by it alone. */
export const roles = ['courier', 'resident', 'keeper', 'staff', 'unit', 'admin'] as const
export type Role = (typeof roles)[number]
export const shownRoles = [...roles, 'kiosk'] as const
export type ShownRole = (typeof shownRoles)[number]

/** Those who come to report, redeem and help. */
export const riders = ['courier', 'resident', 'keeper'] as const satisfies Role[]

/**
 * Those who decide about others. Their sessions are short, and the commands by which they decide are live.
 */
export const deciders = ['staff', 'unit', 'admin'] as const satisfies PostKind[]

export const decides = (role: Part): boolean => (deciders as readonly Part[]).includes(role)

/** Whether one of these posts decides about others. */
export const isDecider = (posts: readonly { readonly kind: PostKind }[]): boolean =>
  posts.some(({ kind }) => decides(kind))

/** The posts that name somebody, before what they are. */
const naming = ['admin', 'staff', 'unit', 'keeper'] as const satisfies Role[]

/** What somebody with these posts is called. */
export const shownRole = (role: AccountRole, posts: readonly { readonly kind: PostKind }[]): ShownRole =>
  naming.find(name => posts.some(({ kind }) => kind === name)) ?? role

/** Somebody as their phone knows them; one that has not asked since posts came knows the role alone. */
interface Known {
  readonly role: ShownRole
  readonly posts?: readonly { readonly kind: PostKind }[] | undefined
}
export type ShownPart = ShownRole | PostKind

/** Everything that somebody is shown the pages of. */
export const partsOf = ({ role, posts = [] }: Known): ShownPart[] =>
  [...new Set([role, ...posts.map(({ kind }) => kind)])]

export const isOneOf = (known: Known | null, parts: readonly ShownPart[]): boolean =>
  known !== null && partsOf(known).some(part => parts.includes(part))

export const roleNames: Record<ShownPart, string> = {
  courier: '骑手小哥',
  resident: '居民',
  keeper: '驿站管理员',
  staff: '社区工作人员',
  unit: '处置单位',
  admin: '市级管理员',
  kiosk: '驿站平板',
  captain: '队长',
  laneAdviser: '小巷顾问',
  stairHead: '居民楼栋长',
  guard: '应急防范员',
}

/** True when an area is, or lies inside, the area someone works for: codes are prefixes of those below. */
export const isWithin = (areaId: string, scope: string): boolean => areaId.startsWith(scope)
