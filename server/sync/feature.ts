import type { City } from '#server/city.ts'
import type { Column } from '#server/core/sheets/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { CommandName } from '#shared/commands.ts'
import type { LinkKind } from '#shared/links/schemas.ts'
import type { QueryName } from '#shared/queries.ts'
import type { SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Actor, CommandContext, Handler, QueryContext, QueryHandler } from './context.ts'

/** A task of a feature, run by the clock as the actor `system`. */
export interface Task {
  /** A cron expression, seconds first, by Shanghai's clock. */
  readonly when: string
  /** `since`: when the task last ran without failing, or when the server started (ms). */
  readonly run: (city: City, since: number) => Promise<unknown>
  /** True where a server that was down may have left work undone that people wait for, or a duty. */
  readonly isDueAtStart?: true
}

export interface Personal {
  /** The parts of `identity.export`, by name. */
  readonly export: Readonly<Record<string, (context: QueryContext) => Promise<unknown>>>
  /** Erases the person's own data in the transaction of `identity.deleteMe`; null where there is none. */
  readonly erase: ((context: CommandContext) => Promise<void>) | null
  /** Takes from devices what they got beside their sessions, but from those of the sessions that remain. */
  readonly signOut?: (
    context: Pick<CommandContext, 'tx' | 'actor'>,
    remaining: readonly string[],
  ) => Promise<void>
  /** Takes the number that somebody is about to give up from where others read it. */
  readonly forgetPhone?: (context: Pick<CommandContext, 'tx' | 'actor'>) => Promise<void>
}

/** A document behind a secret link, for other programs to fetch without a session. */
export interface Feed {
  readonly type: string
  /** What the link's last part says; undefined for one that is no longer good, or never was. */
  readonly read: (
    city: Pick<City, 'database' | 'settings' | 'clock'>,
    token: string,
  ) => Promise<string | undefined>
}

/** A list as a file, with the rows that its query answers to the same person. */
export interface ListFile {
  /** Who may have it, and by which input, is what this query's entry says. */
  readonly query: QueryName
  /** Of the file and its sheet. */
  readonly name: string
  /** The same for everybody, or as it is ruled. */
  readonly columns: readonly Column<never>[] | ((context: QueryContext) => readonly Column<never>[])
  /** Its rows in the order of the list, page by page; the input has passed the query's schema. */
  readonly pages: (input: unknown, context: QueryContext) => AsyncGenerator<readonly never[]>
  /** The filter of an input as the audit tells it, without words that were sought. */
  readonly filterWords: (input: unknown, context: QueryContext) => Promise<string>
}
/** A link that was good and is over; `why` as its feature says it. */
export interface LinkOver { readonly over: string, readonly message: string }
/** Who comes by a link with this secret; undefined for none's. */
export type FindBearer = (
  city: Pick<City, 'database' | 'clock'>,
  secret: string,
) => Promise<Actor | LinkOver | undefined>

/** What others may link to, as everybody may know it. */
export interface Linked {
  readonly title: string
  readonly areaId: string
  /** It was called off: nothing new leads to it. */
  readonly isOff?: boolean
  /** The team that holds it. */
  readonly teamId?: string | null
  /** Until when questions for it are collected (ms); absent where it takes none. */
  readonly asksUntil?: number
}
export type FindLinked = (read: Reader, ref: string) => Promise<Linked | undefined>

/** Where a feature keeps what must be answered by a day, for the honest clock. */
export interface PromiseSource {
  readonly table: PgTable
  readonly id: PgColumn
  readonly areaId: PgColumn
  /** The first day promised (ms); null where nothing is. */
  readonly promisedAt: PgColumn
  readonly metAt: PgColumn
  /** Of what was not met: that somebody still has to answer. */
  readonly isWaiting: SQL
}

/** What a feature exports: `server/handlers.ts` merges these, and nothing else imports a feature. */
export interface Feature<Commands extends CommandName = never, Queries extends QueryName = never> {
  readonly commands: { readonly [Name in Commands]: Handler<Name> }
  readonly queries: { readonly [Name in Queries]: QueryHandler<Name> }
  /** By the name that the log shows. */
  readonly tasks: Readonly<Record<string, Task>>
  /** Whether somebody may see this photo now, as far as the feature knows; null where it has no photos. */
  readonly photos: ((read: Reader, actor: Actor, hash: string, now: number) => Promise<boolean>) | null
  readonly personal: Personal
  /** By path, without a slash at its end. */
  readonly feeds?: Readonly<Record<string, Feed>>
  /** By the name in the address. */
  readonly lists?: Readonly<Record<string, ListFile>>
  /** Finds what others may link to, by its kind; undefined for what isn't there, or isn't everybody's. */
  readonly links?: { readonly [Kind in LinkKind]?: FindLinked }
  readonly promises?: PromiseSource
  /** Finds whoever comes by a link instead of a session. */
  readonly bearer?: FindBearer
}

/** Merges the handlers of all features under one type, so that a missing one does not compile. */
type Merged<Part> = (Part extends unknown ? (part: Part) => void : never) extends (whole: infer Whole) => void
  ? Whole
  : never

export const mergeCommands = <Faces extends readonly Pick<Feature, 'commands'>[]>(faces: Faces) =>
  Object.assign({}, ...faces.map(({ commands }) => commands)) as Merged<Faces[number]['commands']>
export const mergeQueries = <Faces extends readonly Pick<Feature, 'queries'>[]>(faces: Faces) =>
  Object.assign({}, ...faces.map(({ queries }) => queries)) as Merged<Faces[number]['queries']>
