import type { Database, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandName } from '#shared/commands.ts'
import type { CommandLimit, CommandSpec } from '#shared/sync/specs.ts'
import type { Placeholder } from 'drizzle-orm'
import type { Actor } from './context.ts'
import { prepared } from '#server/database/prepared.ts'
import { commands } from '#shared/commands.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { and, count, desc, eq, gt, sql } from 'drizzle-orm'
import { receipts } from './tables.ts'

const HOUR_MS = 3_600_000
/** The limit of commands that name none: more than anybody does at work. */
const USUAL: CommandLimit = { hour: 600, day: 3000 }

interface Asked { accountId: string, name: string, hourAgo: number, dayAgo: number }
/**
 * Decided commands in the last hour and day; `until`: if a limit was reached at the count, when the next one
 * is decided (ms).
 */
interface Counts { hour: number, day: number, until?: number }

const sinceHour = (hourAgo: number | Placeholder) => ({
  hour: sql<number>`count(case when ${receipts.decidedAt} > ${hourAgo} then 1 end)`.mapWith(Number),
  day: count(),
})

const countDecided = prepared((tx, { accountId, name, hourAgo, dayAgo }: Slots<Asked>) =>
  tx
    .select(sinceHour(hourAgo))
    .from(receipts)
    .where(and(
      eq(receipts.accountId, accountId),
      eq(receipts.name, name),
      gt(receipts.decidedAt, dayAgo),
    ))
    .prepare('count_decided'),
)

/** Counts by command, then by account; two lookups cost less than building a key of both. */
class Tally {
  size = 0
  readonly #byName = new Map<string, Map<string, Counts>>()

  of(name: string, accountId: string): Counts | undefined {
    return this.#byName.get(name)?.get(accountId)
  }

  set(name: string, accountId: string, counts: Counts): void {
    const named = this.#byName.get(name) ?? new Map<string, Counts>()
    if (named.size === 0) this.#byName.set(name, named)
    if (!named.has(accountId)) this.size++
    named.set(accountId, counts)
  }
}

/** `areAll`: whether an account that is missing has sent nothing. */
interface Known { readonly tally: Tally, readonly areAll: boolean, readonly max: number }
/**
 * With more entries than this, everything is counted again, which leaves out accounts that were idle for a
 * day.
 */
const KNOWN_MAX = 10_000
const remembered = new WeakMap<Database, Known>()

/**
 * The counts of this process. If no other process decides, all receipts of a day are counted once and new
 * ones added. The counts are then never too low: what is older than the hour or the day is still included.
 */
export function knownOf(database: Database, tx: Transaction, now: number): Known | Promise<Known> {
  if (database.channel) return { tally: new Tally(), areAll: false, max: Infinity }
  const known = remembered.get(database)
  return known && known.tally.size < known.max ? known : countAll(database, tx, now)
}

async function countAll(database: Database, tx: Transaction, now: number): Promise<Known> {
  const counted = await tx
    .select({ accountId: receipts.accountId, name: receipts.name, ...sinceHour(now - HOUR_MS) })
    .from(receipts)
    .where(gt(receipts.decidedAt, now - DAY_MS))
    .groupBy(receipts.accountId, receipts.name)
  const tally = new Tally()
  for (const { accountId, name, hour, day } of counted) tally.set(name, accountId, { hour, day })
  const known = { tally, areAll: true, max: Math.max(KNOWN_MAX, 2 * tally.size) }
  remembered.set(database, known)
  return known
}

/** The facts of a batch that its limits depend on. `limitsFactor` multiplies every limit. */
interface Limited {
  readonly actor: Actor
  readonly now: number
  readonly limitsFactor: number
}

/**
 * The limits of one account during a batch. Receipts are counted under the account's lock when a limit seems
 * reached; what is decided is added by `note`.
 */
export class Limits {
  readonly #held: (() => void)[] = []

  constructor(
    private readonly batch: Limited,
    private readonly tx: Transaction,
    private readonly known: Known,
  ) {}

  /**
   * The instant (ms) from which one more command of this name is decided; undefined if at once. Nearly always
   * the counts in memory suffice, and nothing is awaited.
   */
  heldUntil(name: CommandName): number | undefined | Promise<number | undefined> {
    const { actor: { role, accountId }, now } = this.batch
    // A kiosk's commands are those of everybody at its door.
    if (role === 'system' || role === 'kiosk') return undefined
    const { limit = USUAL }: CommandSpec = commands[name]
    const known = this.known.tally.of(name, accountId)
    if (known ? this.#isBelow(limit, known) : this.known.areAll) return undefined
    return known?.until !== undefined && now < known.until ? known.until : this.#countAnew(name, limit)
  }

  #isBelow(limit: CommandLimit, { hour, day }: Counts): boolean {
    const { limitsFactor } = this.batch
    return hour < limit.hour * limitsFactor && day < limit.day * limitsFactor
  }

  async #countAnew(name: CommandName, limit: CommandLimit): Promise<number | undefined> {
    const counted = await this.#count(name)
    this.known.tally.set(name, this.batch.actor.accountId, counted)
    if (this.#isBelow(limit, counted)) return undefined
    const { limitsFactor } = this.batch
    const [hour, day] = [limit.hour * limitsFactor, limit.day * limitsFactor]
    const until = Math.max(
      counted.hour < hour ? 0 : await this.#freeAt(name, hour, HOUR_MS),
      counted.day < day ? 0 : await this.#freeAt(name, day, DAY_MS),
    )
    this.#held.push(() => counted.until = until)
    return until
  }

  /** Counts one more decided command. */
  note(name: CommandName): void {
    const { tally, areAll } = this.known
    const known = tally.of(name, this.batch.actor.accountId)
    if (known) {
      known.hour++
      known.day++
    }
    else if (areAll) {
      tally.set(name, this.batch.actor.accountId, { hour: 1, day: 1 })
    }
  }

  /** Call it after the commit; until then the counted commands may be undone. */
  settle(): void {
    for (const remember of this.#held) remember()
  }

  async #count(name: CommandName): Promise<Counts> {
    const { actor: { accountId }, now } = this.batch
    const [counts] = await countDecided(this.tx, {
      accountId,
      name,
      hourAgo: now - HOUR_MS,
      dayAgo: now - DAY_MS,
    })
    return counts!
  }

  /** The instant at which the oldest of the newest `max` commands leaves the window. */
  async #freeAt(name: CommandName, max: number, windowMs: number): Promise<number> {
    const [oldest] = await this.tx
      .select({ decidedAt: receipts.decidedAt })
      .from(receipts)
      .where(and(
        eq(receipts.accountId, this.batch.actor.accountId),
        eq(receipts.name, name),
        gt(receipts.decidedAt, this.batch.now - windowMs),
      ))
      .orderBy(desc(receipts.decidedAt))
      .limit(1)
      .offset(max - 1)
    return oldest!.decidedAt + windowMs
  }
}
