import type { Account } from '#server/core/identity/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { admins } from '#server/core/identity/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'

/** Refuses a correction of one's own points, or of those of somebody outside one's area. */
export function requireOthersArea(
  { actor }: CommandContext,
  { id, areaId }: Pick<Account, 'id' | 'areaId'>,
): void {
  if (id === actor.accountId) throw new Refused({ code: 'points.sameHands' })
  if (areaId !== null && !isWithin(areaId, actor.areaId ?? '-'))
    throw new Refused({ code: 'command.notYourArea' })
}

/** Nudges the admins' page of points. */
export async function tellDesks({ tx, nudge }: CommandContext): Promise<void> {
  for (const admin of await admins(tx)) nudge(admin, 'points.desk')
}
