import type { ActorRole } from '#shared/identity/roles.ts'

/** Who may come in by code, as bits of a pass and of a station. */
export const groupBits = { courier: 1, resident: 2, keeper: 4, staff: 8 } as const
export function groupsOf(role: ActorRole): number {
  if (role === 'courier' || role === 'resident' || role === 'keeper') return groupBits[role]
  return role === 'system' || role === 'kiosk' ? 0 : groupBits.staff
}

/**
 * Records of one person at one station that lie this close belong to one visit; a door opens twice for nobody
 * within it (ms).
 */
export const VISIT_MERGE_MS = 300_000
/** How old a kiosk's list of revoked passes may be for it to open outside staffed hours (ms). */
export const REVOCATIONS_MS = 86_400_000
