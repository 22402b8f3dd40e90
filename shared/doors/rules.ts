import type { Part } from '#shared/identity/roles.ts'
import { decides } from '#shared/identity/roles.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { groupBits } from '#shared/stations/groups.ts'

/** Somebody's groups: those of their posts, else that of their role. */
export function groupsOf(parts: readonly Part[]): number {
  const staff = parts.some(decides) ? groupBits.staff : 0
  const keeper = parts.includes('keeper') ? groupBits.keeper : 0
  if (staff + keeper > 0) return staff + keeper
  return parts.includes('courier') ? groupBits.courier : parts.includes('resident') ? groupBits.resident : 0
}

/**
 * Entries of one person at one station this close together belong to one visit, and the door opens only once
 * within it (ms).
 */
export const VISIT_MERGE_MS = 300_000
/** The oldest list of revoked passes with which a kiosk still opens outside staffed hours (ms). */
export const REVOCATIONS_MS = DAY_MS
/** How long a code that pairs a kiosk holds (ms). */
export const INVITE_MS = 600_000
