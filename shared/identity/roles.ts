import type { PostKind } from './posts.ts'
import { postKinds } from './posts.ts'

/** The roles of people. What they may do besides depends on their posts. */
export const personRoles = ['courier', 'resident'] as const
/** The role of an account; a kiosk has one too, without a phone number. */
export type AccountRole = (typeof personRoles)[number] | 'kiosk'
/**
 * `system` is the clock, `visitor` a person without a session, `partner` an organisation whose program
 * reports for it, `bearer` somebody with a case link; none of them has an account.
 */
export type ActorRole = AccountRole | 'system' | 'visitor' | 'partner' | 'bearer'
/** The parts that the lists of commands and queries name: roles, and posts. */
export type Part = ActorRole | PostKind

/** All people, by their roles and posts. */
export const everyone = [...personRoles, ...postKinds] as const satisfies Part[]
/** All people, signed in or not. */
export const anyone = [...everyone, 'visitor'] as const satisfies Part[]

/** What a person is called, by their first post; phones that know no posts use only this. */
export const roles = ['courier', 'resident', 'keeper', 'staff', 'unit', 'admin'] as const
export type Role = (typeof roles)[number]
export const shownRoles = [...roles, 'kiosk'] as const
export type ShownRole = (typeof shownRoles)[number]

/** Those who report, redeem and help. */
export const riders = ['courier', 'resident', 'keeper'] as const satisfies Role[]

/**
 * Those who decide about others. Their sessions are short, and the commands by which they decide are live.
 */
export const deciders = ['staff', 'unit', 'admin'] as const satisfies PostKind[]

export const decides = (role: Part): boolean => (deciders as readonly Part[]).includes(role)

/** Whether one of these posts decides about others. */
export const isDecider = (posts: readonly { readonly kind: PostKind }[]): boolean =>
  posts.some(({ kind }) => decides(kind))

/** The posts by which somebody is called, in this order, before their role. */
const naming = ['admin', 'staff', 'unit', 'keeper'] as const satisfies Role[]

/** The name of the part by which somebody with these posts is shown. */
export const shownRole = (role: AccountRole, posts: readonly { readonly kind: PostKind }[]): ShownRole =>
  naming.find(name => posts.some(({ kind }) => kind === name)) ?? role

/** An account as its phone knows it; one saved before posts existed has the role only. */
interface Known {
  readonly role: ShownRole
  readonly posts?: readonly { readonly kind: PostKind }[] | undefined
}
export type ShownPart = ShownRole | PostKind

/** The parts whose pages somebody is shown. */
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

/**
 * True if an area is, or lies inside, the area that somebody works for; a code is the prefix of those inside.
 */
export const isWithin = (areaId: string, scope: string): boolean => areaId.startsWith(scope)
