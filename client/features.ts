import type { OfflineCommandName } from '#shared/commands.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { RefusalCode } from '#shared/refusal.ts'
import console from './console/index.ts'
import announcements from './features/announcements/index.ts'
import doors from './features/doors/index.ts'
import identity from './features/identity/index.ts'
import mall from './features/mall/index.ts'
import notices from './features/notices/index.ts'
import opendata from './features/opendata/index.ts'
import outbox from './features/outbox/index.ts'
import people from './features/people/index.ts'
import points from './features/points/index.ts'
import polls from './features/polls/index.ts'
import reports from './features/reports/index.ts'
import rulings from './features/rulings/index.ts'
import stations from './features/stations/index.ts'
import voices from './features/voices/index.ts'
import volunteering from './features/volunteering/index.ts'
import kiosk from './kiosk/index.ts'

/** Every feature but `home`: the first screen is imported by the router alone. */
export const features = [
  identity,
  reports,
  points,
  mall,
  stations,
  doors,
  voices,
  volunteering,
  polls,
  announcements,
  people,
  rulings,
  notices,
  opendata,
  outbox,
  console,
  kiosk,
] as const

type Feature = (typeof features)[number]
type Load<Module> = () => Promise<Module>
type CommandsOf<Face> = Face extends { commands: infer Names } ? keyof Names : never
type NoticesOf<Face> = Face extends { notices: Load<{ notices: infer Kinds }> } ? keyof Kinds : never
type RefusalsOf<Face> = Face extends { refusals: Load<{ refusals: infer Codes }> } ? keyof Codes : never
type InMenus = Extract<Feature['routes'][number], { meta: { opensFrom: 'menu' } }>['name']
type Targets<Face> = Face extends { entries: readonly (infer Link)[] } ? TargetOf<Link> : never
type TargetOf<Link> = Link extends { to: { name: infer Name } } ? Name : never
/**
 * Names that no feature covers: a target of a menu, a command, a kind of notice, a refusal (`command.…` are
 * the app's own). Any left over does not compile.
 */
type Missing =
  | Exclude<InMenus, Targets<Feature>>
  | Exclude<OfflineCommandName, CommandsOf<Feature>>
  | Exclude<NoticeKind, NoticesOf<Feature>>
  | Exclude<RefusalCode, RefusalsOf<Feature> | `command.${string}`>
void ({} satisfies Record<Missing, never>)
