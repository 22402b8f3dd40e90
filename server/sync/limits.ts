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
/** Of commands that name no limit of their own: more than anybody does at work. */
const USUAL: CommandLimit = { hour: 600, day: 3000 }

interface Asked { accountId: string, name: string, hourAgo: number, dayAgo: number }
/** `until`: when the next is decided (ms), if a limit was reached when they were counted. */
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

/** Counts by account and command. `areAll`: what is not among them is none. */
interface Known { readonly counts: Map<string, Counts>, readonly areAll: boolean, readonly max: number }
/** More are counted anew, which leaves out whoever did nothing for a day. */
const KNOWN_MAX = 10_000
const remembered = new WeakMap<Database, Known>()

const countAll = async (tx: Transaction, now: number) => await tx
  .select({ accountId: receipts.accountId, name: receipts.name, ...sinceHour(now - HOUR_MS) })
  .from(receipts)
  .where(gt(receipts.decidedAt, now - DAY_MS))
  .groupBy(receipts.accountId, receipts.name)

/**
 * Where no other process decides, all of a day are counted once and added to from then on: at least what was
 * decided, for what has left the hour or the day is still among them.
 */
async function knownOf(database: Database, tx: Transaction, now: number): Promise<Known> {
  if (database.channel) return { counts: new Map(), areAll: false, max: Infinity }
  const known = remembered.get(database)
  if (known && known.counts.size < known.max) return known
  const counts = new Map((await countAll(tx, now)).map(({ accountId, name, hour, day }) =>
    [keyOf(accountId, name), { hour, day }]))
  const all = { counts, areAll: true, max: Math.max(KNOWN_MAX, 2 * counts.size) }
  remembered.set(database, all)
  return all
}

const keyOf = (accountId: string, name: string) => `${accountId} ${name}`

/**
 * The limits of one account during a batch. Receipts are counted under the account's lock when a limit seems
 * reached; what is decided is added by `note`.
 */
export class Limits {
  readonly #held: (() => void)[] = []

  private constructor(
    private readonly known: Known,
    private readonly tx: Transaction,
    private readonly actor: Actor,
    private readonly now: number,
    private readonly factor: number,
  ) {}

  /** `limitsFactor` multiplies every limit. */
  static async open(
    tx: Transaction,
    { database, actor, now, limitsFactor }: {
      readonly database: Database
      readonly actor: Actor
      readonly now: number
      readonly limitsFactor: number
    },
  ): Promise<Limits> {
    return new Limits(await knownOf(database, tx, now), tx, actor, now, limitsFactor)
  }

  /** The instant (ms) from which one more command of this name is decided; undefined when it is now. */
  async heldUntil(name: CommandName): Promise<number | undefined> {
    const { role } = this.actor
    // A kiosk speaks for all who come to its door.
    if (role === 'system' || role === 'kiosk') return undefined
    const { limit = USUAL }: CommandSpec = commands[name]
    const [hour, day] = [limit.hour * this.factor, limit.day * this.factor]
    const { counts, areAll } = this.known
    const key = keyOf(this.actor.accountId, name)
    const known = counts.get(key)
    if (known ? known.hour < hour && known.day < day : areAll) return undefined
    if (known?.until !== undefined && this.now < known.until) return known.until
    const counted = await this.#count(name)
    counts.set(key, counted)
    if (counted.hour < hour && counted.day < day) return undefined
    const until = Math.max(
      counted.hour < hour ? 0 : await this.#freeAt(name, hour, HOUR_MS),
      counted.day < day ? 0 : await this.#freeAt(name, day, DAY_MS),
    )
    this.#held.push(() => counted.until = until)
    return until
  }

  /** One more was decided. */
  note(name: CommandName): void {
    const { counts, areAll } = this.known
    const key = keyOf(this.actor.accountId, name)
    const known = counts.get(key)
    if (known) {
      known.hour++
      known.day++
    }
    else if (areAll) {
      counts.set(key, { hour: 1, day: 1 })
    }
  }

  /** Call it after the commit: until then what was counted may be undone. */
  settle(): void {
    for (const remember of this.#held) remember()
  }

  async #count(name: CommandName): Promise<Counts> {
    const { tx, actor: { accountId }, now } = this
    const [counts] = await countDecided(tx, {
      accountId,
      name,
      hourAgo: now - HOUR_MS,
      dayAgo: now - DAY_MS,
    })
    return counts!
  }

  /** When the oldest of the newest `max` leaves the window. */
  async #freeAt(name: CommandName, max: number, windowMs: number): Promise<number> {
    const [oldest] = await this.tx
      .select({ decidedAt: receipts.decidedAt })
      .from(receipts)
      .where(and(
        eq(receipts.accountId, this.actor.accountId),
        eq(receipts.name, name),
        gt(receipts.decidedAt, this.now - windowMs),
      ))
      .orderBy(desc(receipts.decidedAt))
      .limit(1)
      .offset(max - 1)
    return oldest!.decidedAt + windowMs
  }
}
