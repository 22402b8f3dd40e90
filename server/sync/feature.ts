import type { City } from '#server/city.ts'
import type { Reader } from '#server/database/database.ts'
import type { CommandName } from '#shared/commands.ts'
import type { QueryName } from '#shared/queries.ts'
import type { Actor, CommandContext, Handler, QueryContext, QueryHandler } from './context.ts'

/** What a feature does by the clock, as the actor `system`. */
export interface Task {
  /** A cron expression, seconds first, by Shanghai's clock. */
  readonly when: string
  /** `since`: when the task last ran without failing, or when the server started (ms). */
  readonly run: (city: City, since: number) => Promise<unknown>
  /** True where a server that died may have left something undone for which people wait. */
  readonly isDueAtStart?: true
}

export interface Personal {
  /** What `identity.export` shows the person who asks, by the name it goes under. */
  readonly export: Readonly<Record<string, (context: QueryContext) => Promise<unknown>>>
  /** Erases what is somebody's own, in the transaction of `identity.deleteMe`; null where nothing is. */
  readonly erase: ((context: CommandContext) => Promise<void>) | null
}

/** What a feature says of itself; `server/handlers.ts` merges them, and nothing else imports a feature. */
export interface Feature<Commands extends CommandName = never, Queries extends QueryName = never> {
  readonly commands: { readonly [Name in Commands]: Handler<Name> }
  readonly queries: { readonly [Name in Queries]: QueryHandler<Name> }
  /** By name, as the log gives it. */
  readonly tasks: Readonly<Record<string, Task>>
  /** May somebody see this photo, for what the feature knows of it? Null where no photo is the feature's. */
  readonly photos: ((read: Reader, actor: Actor, hash: string) => Promise<boolean>) | null
  readonly personal: Personal
}

/** Merges the handlers of all features under one type, so that a missing one does not compile. */
type Merged<Part> = (Part extends unknown ? (part: Part) => void : never) extends (whole: infer Whole) => void
  ? Whole
  : never

export const mergeCommands = <Faces extends readonly Pick<Feature, 'commands'>[]>(faces: Faces) =>
  Object.assign({}, ...faces.map(({ commands }) => commands)) as Merged<Faces[number]['commands']>
export const mergeQueries = <Faces extends readonly Pick<Feature, 'queries'>[]>(faces: Faces) =>
  Object.assign({}, ...faces.map(({ queries }) => queries)) as Merged<Faces[number]['queries']>
