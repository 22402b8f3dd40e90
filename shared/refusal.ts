import type { AnnouncementsRefusal } from './announcements/refusals.ts'
import type { DoorsRefusal } from './doors/refusals.ts'
import type { IdentityRefusal } from './identity/refusals.ts'
import type { MallRefusal } from './mall/refusals.ts'
import type { NoticesRefusal } from './notices/refusals.ts'
import type { PeopleRefusal } from './people/refusals.ts'
import type { PointsRefusal } from './points/refusals.ts'
import type { PollsRefusal } from './polls/refusals.ts'
import type { ProofsRefusal } from './proofs/refusals.ts'
import type { ReportsRefusal } from './reports/refusals.ts'
import type { RulingsRefusal } from './rulings/refusals.ts'
import type { StationsRefusal } from './stations/refusals.ts'
import type { CommandRefusal } from './sync/refusals.ts'
import type { VoicesRefusal } from './voices/refusals.ts'
import type { VolunteeringRefusal } from './volunteering/refusals.ts'

/** Every "no" that the rules can say. The client has a sentence for each; a new one won't compile without. */
export type Refusal =
  | CommandRefusal
  | IdentityRefusal
  | ReportsRefusal
  | PointsRefusal
  | MallRefusal
  | StationsRefusal
  | DoorsRefusal
  | ProofsRefusal
  | NoticesRefusal
  | VoicesRefusal
  | PeopleRefusal
  | RulingsRefusal
  | VolunteeringRefusal
  | PollsRefusal
  | AnnouncementsRefusal

export type RefusalCode = Refusal['code']

/** Thrown inside a transaction so that it rolls back; `decide` turns it into a reply. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly refusal: Refusal) {
    super(refusal.code)
  }
}
