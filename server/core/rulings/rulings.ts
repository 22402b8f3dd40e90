import type { Database, Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { Changes } from '#server/sync/changes.ts'
import type { Promising, Rulings } from '#server/sync/rulings.ts'
import type { RulingKey, RulingValue } from '#shared/rulings/schemas.ts'
import { prepared } from '#server/database/prepared.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { rulingKeys } from '#shared/rulings/schemas.ts'
import { asc, desc, eq, inArray, or, sql } from 'drizzle-orm'
import { rulings } from './tables.ts'

/** After this long (ms) the rulings are read again, in case another process's message was lost. */
const TRUSTED_MS = 30_000
/**
 * The keys by which promises were made, of which all earlier rulings are cached too; their values are small.
 */
const promising: readonly Promising[] = ['limits', 'points', 'volunteering']

export type Ruling = typeof rulings.$inferSelect
interface Known { readonly from: number, readonly value: unknown }

/** A ruling's value, completed by the built-in one for kinds and caps that are newer than the ruling. */
export function valueOf<Key extends RulingKey>(key: Key, value: unknown): RulingValue<Key> {
  return Array.isArray(value)
    ? value as RulingValue<Key>
    : { ...builtIn[key], ...value as object } as RulingValue<Key>
}

const findLast = prepared((read: Reader, { key }: Slots<{ key: RulingKey }>) =>
  read
    .select()
    .from(rulings)
    .where(eq(rulings.key, key))
    .orderBy(desc(rulings.seq))
    .limit(1)
    .prepare('find_last_ruling'),
)

/** The last ruling of a key as this transaction sees it, or undefined where the built-in one holds. */
export async function lastRuling(read: Reader, key: RulingKey): Promise<Ruling | undefined> {
  const [last] = await findLast(read, { key })
  return last
}

/** The value in force as this transaction sees it. */
export async function rulingNow<Key extends RulingKey>(read: Reader, key: Key): Promise<RulingValue<Key>> {
  const last = await lastRuling(read, key)
  return last ? valueOf(key, last.value) : builtIn[key]
}

/** The condition that a row is the last of its key. */
export const isLastRuling = sql`${rulings.seq} =
  (select max(later.seq) from rulings as later where later.key = ${rulings.key})`

/** All rulings of the promising keys, and the last one of each other key, oldest first. */
async function load(read: Reader): Promise<ReadonlyMap<RulingKey, Known[]>> {
  const rows = await read
    .select()
    .from(rulings)
    .where(or(inArray(rulings.key, [...promising]), isLastRuling))
    .orderBy(asc(rulings.seq))
  return new Map(rulingKeys.map(key => [
    key,
    rows.filter(row => row.key === key).map(({ from, value }) => ({ from, value: valueOf(key, value) })),
  ]))
}

/**
 * Caches the rulings of a city. A new ruling nudges `rulings.one` for everybody, which makes every process
 * read again.
 */
export async function openRulings(
  { read }: Pick<Database, 'read'>,
  changes: Pick<Changes, 'subscribe'>,
): Promise<Rulings> {
  let known = await load(read)
  let readAt = performance.now()
  let [begun, shown] = [0, 0]

  async function refresh() {
    const own = ++begun
    readAt = performance.now()
    const loaded = await load(read)
    // Ignores a reading that began before the one already shown.
    if (own > shown) [known, shown] = [loaded, own]
  }
  /** Reads again; if that fails, the next question reads. */
  const refreshSoon = () => void refresh().catch(() => readAt = 0)

  changes.subscribe(({ to, names }) => {
    if (to === '*' && names.includes('rulings.one')) refreshSoon()
  })
  const rowsOf = (key: RulingKey) => {
    if (performance.now() - readAt > TRUSTED_MS) refreshSoon()
    return known.get(key)
  }
  return {
    inForce: (key) => {
      const last = rowsOf(key)?.at(-1)
      return last ? last.value as RulingValue<typeof key> : builtIn[key]
    },
    heldAt: (key, at) => {
      const last = rowsOf(key)?.findLast(({ from }) => from <= at)
      return last ? last.value as RulingValue<typeof key> : builtIn[key]
    },
    refresh,
  }
}
