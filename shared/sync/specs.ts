import type { PostKind } from '#shared/identity/posts.ts'
import type { Part } from '#shared/identity/roles.ts'
import type { GenericSchema } from 'valibot'

/** How many commands of a name are decided for one account in an hour and in a day, refused ones included. */
export interface CommandLimit { readonly hour: number, readonly day: number }

/** One command's line in its domain's `commands.ts`. */
export interface CommandSpec {
  readonly input: GenericSchema
  /** What an accepted command returns; `Nothing` for most. */
  readonly result: GenericSchema
  /** Whether it may wait in the outbox. Staff's decisions about others are sent at once. */
  readonly offline: boolean
  /** Who may send it, by parts. The handler gets only the posts named here, and checks their scopes. */
  readonly by: readonly Part[]
  /** True if every act is audited, in the same transaction. */
  readonly audited?: true
  /** True if a second factor, once set up, must have been given in the last ten minutes. */
  readonly secondFactor?: true
  /** True if it is admitted even before a required second factor is set up. */
  readonly beforeFactor?: true
  /** Refused to anybody who holds one of these posts, whatever else they are. */
  readonly notWith?: readonly PostKind[]
  /**
   * The limit, lower than usual if a command costs others time. Commands beyond it are put off: they wait on
   * the phone and are sent later.
   */
  readonly limit?: CommandLimit
}
export type CommandSpecs = Readonly<Record<string, CommandSpec>>

/** One query's line in its domain's `commands.ts`. */
export interface QuerySpec {
  readonly input: GenericSchema
  /** The phone stores answers, so their shapes change with care. */
  readonly output: GenericSchema
  /**
   * True if every command that changes an answer nudges the people concerned. On SQLite an unchanged answer
   * is then a 304 without asking the database.
   */
  readonly cached?: true
  /** Who may ask it, by parts, as for a command. */
  readonly by: readonly Part[]
  /** True if every answer is audited; never together with `cached`. */
  readonly audited?: true
  /** As for a command. */
  readonly secondFactor?: true
  readonly beforeFactor?: true
  /**
   * For a query whose input is a secret that one might guess: how many wrong ones an address may try in an
   * hour.
   */
  readonly triesPerHour?: number
}
export type QuerySpecs = Readonly<Record<string, QuerySpec>>
