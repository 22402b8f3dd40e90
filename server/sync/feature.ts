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
  /**
   * True if a server that was down may have left work undone that people wait for or that the law requires.
   */
  readonly isDueAtStart?: true
}

export interface Personal {
  /** The parts of `identity.export`, by name. */
  readonly export: Readonly<Record<string, (context: QueryContext) => Promise<unknown>>>
  /** Erases the person's own data in the transaction of `identity.deleteMe`; null where there is none. */
  readonly erase: ((context: CommandContext) => Promise<void>) | null
  /** Withdraws what the feature gave to devices, except those of the remaining sessions. */
  readonly signOut?: (
    context: Pick<CommandContext, 'tx' | 'actor'>,
    remaining: readonly string[],
  ) => Promise<void>
  /** Removes a phone number that its owner is about to give up from where others can read it. */
  readonly forgetPhone?: (context: Pick<CommandContext, 'tx' | 'actor'>) => Promise<void>
}

/** A document behind a secret link, for other programs to fetch without a session. */
export interface Feed {
  readonly type: string
  /** The document for the last part of the link; undefined if the link has ended or never existed. */
  readonly read: (
    city: Pick<City, 'database' | 'settings' | 'clock'>,
    token: string,
  ) => Promise<string | undefined>
}

/** A list as a file, with the rows that its query answers to the same person. */
export interface ListFile {
  /** The query whose line in the lists decides who may export, and with which input. */
  readonly query: QueryName
  /** The name of the file and its sheet. */
  readonly name: string
  /** Its columns: the same for everybody, or by a ruling. */
  readonly columns: readonly Column<never>[] | ((context: QueryContext) => readonly Column<never>[])
  /** Its rows in the order of the list, page by page; the input has passed the query's schema. */
  readonly pages: (input: unknown, context: QueryContext) => AsyncGenerator<readonly never[]>
  /** The filter of an input in words, for the audit, without the words searched for. */
  readonly filterWords: (input: unknown, context: QueryContext) => Promise<string>
}
/** A link that has ended; `over`: the feature's code for why. */
export interface LinkOver { readonly over: string, readonly message: string }
/** The actor of a request with this link secret; undefined if no link has it. */
export type FindBearer = (
  city: Pick<City, 'database' | 'clock'>,
  secret: string,
) => Promise<Actor | LinkOver | undefined>

/** The public facts about a thing that others may link to. */
export interface Linked {
  readonly title: string
  readonly areaId: string
  /** It was called off, so nothing new may link to it. */
  readonly isOff?: boolean
  /** The team that holds it. */
  readonly teamId?: string | null
  /** Until when it collects questions (ms); absent if it takes none. */
  readonly asksUntil?: number
}
export type FindLinked = (read: Reader, ref: string) => Promise<Linked | undefined>

/** The table and columns in which a feature stores its promises, for the honest clock. */
export interface PromiseSource {
  readonly table: PgTable
  readonly id: PgColumn
  readonly areaId: PgColumn
  /** The day promised first (ms); null without a promise. */
  readonly promisedAt: PgColumn
  readonly metAt: PgColumn
  /** The condition that an answer is still to come. */
  readonly isWaiting: SQL
}

/** What a feature exports: `server/handlers.ts` merges these, and nothing else imports a feature. */
export interface Feature<Commands extends CommandName = never, Queries extends QueryName = never> {
  readonly commands: { readonly [Name in Commands]: Handler<Name> }
  readonly queries: { readonly [Name in Queries]: QueryHandler<Name> }
  /** By name, as the log shows it. */
  readonly tasks: Readonly<Record<string, Task>>
  /** Whether somebody may see this photo now, as far as the feature knows; null where it has no photos. */
  readonly photos: ((read: Reader, actor: Actor, hash: string, now: number) => Promise<boolean>) | null
  readonly personal: Personal
  /** By path, without a slash at its end. */
  readonly feeds?: Readonly<Record<string, Feed>>
  /** By the name in the address. */
  readonly lists?: Readonly<Record<string, ListFile>>
  /**
   * Finds the things to which others may link, by kind; undefined for one that does not exist or is not
   * public.
   */
  readonly links?: { readonly [Kind in LinkKind]?: FindLinked }
  readonly promises?: PromiseSource
  /** Finds the actor for a link's secret, which stands in for a session. */
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
