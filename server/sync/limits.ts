import type { Database, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandName } from '#shared/commands.ts'
import type { CommandLimit, CommandSpec } from '#shared/sync/specs.ts'
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
interface Counts { hour: number, day: number }

const countDecided = prepared((tx, { accountId, name, hourAgo, dayAgo }: Slots<Asked>) =>
  tx
    .select({
      hour: sql<number>`count(case when ${receipts.decidedAt} > ${hourAgo} then 1 end)`.mapWith(Number),
      day: count(),
    })
    .from(receipts)
    .where(and(
      eq(receipts.accountId, accountId),
      eq(receipts.name, name),
      gt(receipts.decidedAt, dayAgo),
    ))
    .prepare('count_decided'),
)

/** Of each account and command, at least what was decided: what has left the window since is still in it. */
type Known = Map<string, Counts>
const KNOWN_MAX = 10_000
const remembered = new WeakMap<Database, Known>()

/** Where no other process decides, counts are kept from batch to batch. */
function knownOf(database: Database): Known {
  if (database.channel) return new Map()
  const known = remembered.get(database) ?? new Map<string, Counts>()
  if (known.size >= KNOWN_MAX) known.clear()
  remembered.set(database, known)
  return known
}

/**
 * The limits of one account during a batch. Receipts are counted under the account's lock when a limit seems
 * reached; what is decided is added by `note`.
 */
export class Limits {
  readonly #known: Known

  /** `factor` multiplies every limit. */
  constructor(
    database: Database,
    private readonly tx: Transaction,
    private readonly actor: Actor,
    private readonly now: number,
    private readonly factor: number,
  ) {
    this.#known = knownOf(database)
  }

  /** The instant (ms) from which one more command of this name is decided; undefined when it is now. */
  async heldUntil(name: CommandName): Promise<number | undefined> {
    const { role } = this.actor
    // A kiosk speaks for all who come to its door.
    if (role === 'system' || role === 'kiosk') return undefined
    const { limit = USUAL }: CommandSpec = commands[name]
    const [hour, day] = [limit.hour * this.factor, limit.day * this.factor]
    const known = this.#known.get(this.#key(name))
    if (known && known.hour < hour && known.day < day) return undefined
    const counts = await this.#count(name)
    this.#known.set(this.#key(name), counts)
    if (counts.hour < hour && counts.day < day) return undefined
    return Math.max(
      counts.hour < hour ? 0 : await this.#freeAt(name, hour, HOUR_MS),
      counts.day < day ? 0 : await this.#freeAt(name, day, DAY_MS),
    )
  }

  /** One more was decided. */
  note(name: CommandName): void {
    const counts = this.#known.get(this.#key(name))
    if (!counts) return
    counts.hour++
    counts.day++
  }

  #key(name: CommandName): string {
    return `${this.actor.accountId} ${name}`
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
      .where(and(eq(receipts.accountId, this.actor.accountId), eq(receipts.name, name)))
      .orderBy(desc(receipts.decidedAt))
      .limit(1)
      .offset(max - 1)
    return oldest!.decidedAt + windowMs
  }
}
