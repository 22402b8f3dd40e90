import type { ActorRole } from '#shared/identity/roles.ts'

/** Who may come in by code, as bits of a pass and of a station. */
export const groupBits = { courier: 1, resident: 2, keeper: 4, staff: 8 } as const
export function groupsOf(role: ActorRole): number {
  if (role === 'courier' || role === 'resident' || role === 'keeper') return groupBits[role]
  return role === 'system' || role === 'kiosk' ? 0 : groupBits.staff
}

/**
 * Entries of one person at one station this close together belong to one visit, and the door opens only once
 * within it (ms).
 */
export const VISIT_MERGE_MS = 300_000
/** The oldest list of revoked passes with which a kiosk still opens outside staffed hours (ms). */
export const REVOCATIONS_MS = 86_400_000
