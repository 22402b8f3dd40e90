import type { Database, Reader, Transaction } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { CommandInput, CommandName, CommandResult } from '#shared/commands.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import type { ActorRole } from '#shared/identity/roles.ts'
import type { ClockNote } from '#shared/kernel/fields.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { Effect } from './effects.ts'
import type { Corrected } from './phone-clock.ts'
import type { Rulings } from './rulings.ts'
import { Refused } from '#shared/refusal.ts'

/**
 * Who sends a command or asks a query. `areaId`: where they registered; for staff who did not, where they
 * work.
 */
export interface Actor {
  readonly accountId: string
  readonly role: ActorRole
  readonly areaId: string | null
  /** In a handler only the posts that the line in the lists names; `scopesOf` gives their scopes. */
  readonly posts: readonly HeldPost[]
  /** The hash of the session's token; absent for the clock. */
  readonly session?: string
  /** For a `bearer`: the thing that their link is for (`ref`), and the unit for which they act. */
  readonly link?: { readonly id: string, readonly ref: string, readonly unitId: string }
  /**
   * When the session gave its second factor last (ms), for accounts with a deciding post; null: it must be
   * set up first. Absent if none is required.
   */
  readonly factorAt?: number | null | undefined
  /** A keyed digest of the address that the request came from; absent for the clock. */
  readonly addressDigest?: (() => string) | undefined
}

/** The thing that an act is about, for the audit's line of an `audited` command or query. */
export interface About {
  /** What `ref` names: report, account, export … */
  readonly kind?: string
  readonly ref?: string
  readonly areaId?: string | null
  readonly reason?: string
}

/** What every command handler gets: who asks, when, and the transaction it runs in. */
export interface CommandContext {
  readonly tx: Transaction
  readonly actor: Actor
  readonly rulings: Rulings
  /** When the server decides (ms). */
  readonly now: number
  /** When the person did it, corrected for the phone's clock (ms); never in the future. */
  readonly occurred: number
  /** True where the phone's clock contradicts itself, so that `occurred` is an estimate. */
  readonly isClockDoubtful: boolean
  /**
   * Corrects another instant that the same phone recorded (ms); `note`: how its clock stood then, if not as
   * for the command.
   */
  readonly correct: (instant: number, note?: ClockNote) => Corrected
  /** How far behind ours the phone's clock is (ms); negative when it is ahead. */
  readonly skewMs: number
  readonly commandId: string
  /** Marks answers of that person ('*': everybody) as possibly changed; published after the commit. */
  readonly nudge: (accountId: string, ...names: QueryName[]) => void
  /**
   * Starts an effect after the commit, and never if the transaction is undone. The result of the command
   * can't depend on it.
   */
  readonly afterCommit: (effect: Effect) => void
  /**
   * Adds to the audit's line what the input alone doesn't say; without effect unless the line in the lists is
   * `audited`.
   */
  readonly about: (about: About) => void
  /**
   * Says that what was asked for stood already, as where the same act comes again because its answer was
   * lost: the command is accepted and leaves no line in the audit.
   */
  readonly changedNothing: () => void
}

export interface QueryContext {
  readonly read: Reader
  /** Lets a handler cache what it read until the table changes. */
  readonly watch?: Database['watch'] | undefined
  readonly settings: Settings
  readonly rulings: Rulings
  readonly actor: Actor
  readonly now: number
  /** As in a command's context. */
  readonly about: (about: About) => void
}

type ResultOf<Name extends CommandName> = keyof CommandResult<Name> extends never ? void : CommandResult<Name>
/**
 * Decides one command inside the transaction: returns its result, or throws `Refused` and changes nothing.
 */
export type Handler<Name extends CommandName> = (
  input: CommandInput<Name>,
  context: CommandContext,
) => Promise<ResultOf<Name>>
/** Answers one query; throws `Refused` if there is nothing for this person to see. */
export type QueryHandler<Name extends QueryName> = (
  input: QueryInput<Name>,
  context: QueryContext,
) => Promise<Answer<Name>>
export type CommandHandlers = { readonly [Name in CommandName]: Handler<Name> }
export type QueryHandlers = { readonly [Name in QueryName]: QueryHandler<Name> }

/**
 * A refusal that leaves something behind, such as a counted try; `note` is written together with its receipt.
 */
export class RefusedWithNote extends Refused {
  constructor(refusal: Refusal, readonly note: (tx: Transaction) => Promise<void>) {
    super(refusal)
  }
}

/** Thrown when a command can't be decided yet: nothing is saved, and the phone sends it again. */
export class NotYet extends Error {
  override readonly name = 'NotYet'
  constructor(readonly missingPhotos: string[]) {
    super('photos are missing')
  }
}
