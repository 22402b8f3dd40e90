import type { CommandHandlers, QueryHandlers } from './sync/context.ts'
import { figuresFeature } from './console/figures/index.ts'
import { consoleFeature } from './console/index.ts'
import { areasFeature } from './core/areas/index.ts'
import { auditFeature } from './core/audit/index.ts'
import { identityFeature } from './core/identity/index.ts'
import { keysFeature } from './core/keys/index.ts'
import { linksFeature, useFinders } from './core/links/index.ts'
import { mediaFeature } from './core/media/index.ts'
import { noticesFeature } from './core/notices/index.ts'
import { pointsFeature } from './core/points/index.ts'
import { postsFeature } from './core/posts/index.ts'
import { usePromises } from './core/promises/index.ts'
import { proofsFeature } from './core/proofs/index.ts'
import { remindersFeature } from './core/reminders/index.ts'
import { rulingsFeature } from './core/rulings/index.ts'
import { announcementsFeature } from './features/announcements/index.ts'
import { doorsFeature } from './features/doors/index.ts'
import { mallFeature } from './features/mall/index.ts'
import { peopleFeature } from './features/people/index.ts'
import { pollsFeature } from './features/polls/index.ts'
import { reportsFeature } from './features/reports/index.ts'
import { stationsFeature } from './features/stations/index.ts'
import { voicesFeature } from './features/voices/index.ts'
import { volunteeringFeature } from './features/volunteering/index.ts'
import { mergeCommands, mergeQueries } from './sync/feature.ts'

/**
 * An account is erased in this order: closing its orders writes notices, so notices come after the mall.
 * Whether a photo may be seen is asked in this order too: most photos are one's own, so media comes first.
 */
const others = [
  mediaFeature,
  pointsFeature,
  mallFeature,
  proofsFeature,
  doorsFeature,
  stationsFeature,
  reportsFeature,
  voicesFeature,
  volunteeringFeature,
  pollsFeature,
  announcementsFeature,
  peopleFeature,
  remindersFeature,
  noticesFeature,
  areasFeature,
  keysFeature,
  postsFeature,
  auditFeature,
  rulingsFeature,
  linksFeature,
  figuresFeature,
  consoleFeature,
] as const
/** Identity comes last: it exports and erases what the other features store about a person. */
export const features = [...others, identityFeature(others)] as const

useFinders(features)
usePromises(features)

export const commandHandlers: CommandHandlers = mergeCommands(features)
export const queryHandlers: QueryHandlers = mergeQueries(features)
