/** The roles of people. */
export const roles = ['courier', 'resident', 'keeper', 'staff', 'unit', 'admin'] as const
export type Role = (typeof roles)[number]
/** The roles of accounts: a kiosk has one too, without a phone number. */
export const accountRoles = [...roles, 'kiosk'] as const
export type AccountRole = (typeof accountRoles)[number]
/** `system` is the clock, `visitor` whoever has not signed in: both have no account. */
export type ActorRole = AccountRole | 'system' | 'visitor'
/** All people, whether they have signed in or not. */
export const anyone = [...roles, 'visitor'] as const satisfies ActorRole[]

/** Those who come to report, redeem and help. */
export const riders = ['courier', 'resident', 'keeper'] as const satisfies Role[]
/**
 * Those who decide about others. Their sessions are short, and the commands by which they decide are live.
 */
export const deciders = ['staff', 'unit', 'admin'] as const satisfies Role[]

export const decides = (role: ActorRole): boolean => (deciders as readonly ActorRole[]).includes(role)

export const roleNames: Record<AccountRole, string> = {
  courier: '骑手小哥',
  resident: '居民',
  keeper: '驿站管理员',
  staff: '社区工作人员',
  unit: '处置单位',
  admin: '市级管理员',
  kiosk: '驿站平板',
}

/** True when an area is, or lies inside, the area someone works for: codes are prefixes of those below. */
export const isWithin = (areaId: string, scope: string): boolean => areaId.startsWith(scope)
