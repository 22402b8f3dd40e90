import type { Rulings } from '#server/sync/rulings.ts'
import type { ActivityKind } from '#shared/volunteering/rules.ts'
import { isGathering } from '#shared/volunteering/rules.ts'

interface Paid { readonly kind: ActivityKind, readonly startsAt: number }

/**
 * The points for a number of minutes, by the ruling in force when the activity begins; none for gatherings.
 */
export const pointsFor = (
  { heldAt }: Pick<Rulings, 'heldAt'>,
  { kind, startsAt }: Paid,
  minutes: number,
): number =>
  isGathering(kind) ? 0 : Math.floor(minutes * heldAt('volunteering', startsAt).pointsPerHour / 60)
