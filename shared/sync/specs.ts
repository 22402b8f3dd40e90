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
  /** May it wait in the outbox? What staff decide about others is sent at once. */
  readonly offline: boolean
  /**
   * Who may send it. The handler gets the posts that stand here and no others, and checks their scopes.
   */
  readonly by: readonly Part[]
  /** True where every act leaves a line in the audit, written with what it did. */
  readonly audited?: true
  /** True where a second factor, if one is set up, must have been given in the last ten minutes. */
  readonly secondFactor?: true
  /** True where even a post that must set up its second factor first is let in. */
  readonly beforeFactor?: true
  /** Not while one of these posts is held, whatever one is besides. */
  readonly notWith?: readonly PostKind[]
  /**
   * Lower than usual where a command costs others time. What is beyond it is put off: it waits on the phone
   * and is sent later.
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
   * True where every command that changes an answer nudges those it concerns: on SQLite an unchanged answer
   * is then a 304 without a question to the database.
   */
  readonly cached?: true
  /** Who may ask it, as for a command. */
  readonly by: readonly Part[]
  /** True where every answer leaves a line in the audit; never of a query that is `cached`. */
  readonly audited?: true
  /** As for a command. */
  readonly secondFactor?: true
  readonly beforeFactor?: true
  /**
   * Of a query whose input is a secret that one may have guessed: how many that open nothing an address may
   * try in an hour.
   */
  readonly triesPerHour?: number
}
export type QuerySpecs = Readonly<Record<string, QuerySpec>>
