import type { IDBPObjectStore, StoreNames } from 'idb'
import type { Schema } from './schema.ts'

type CommandStore = 'outbox' | 'delivered'
type Stores = ArrayLike<StoreNames<Schema>>
type Readable<Name extends CommandStore> = IDBPObjectStore<Schema, Stores, Name, 'readonly' | 'readwrite'>
type Writable<Name extends CommandStore> = IDBPObjectStore<Schema, Stores, Name, 'readwrite'>

/** Which of these keys the store still has. */
export const keysAt = async <Name extends CommandStore>(
  store: Readable<Name>,
  keys: readonly number[],
): Promise<Set<number>> => new Set((await rangesOf(store, keys)).flat())

/**
 * The entries with these keys, in order; missing ones are left out. Neighbours are read by one request: two
 * hundred single reads take several times as long.
 */
export const readAt = async <Name extends CommandStore>(
  store: Readable<Name>,
  keys: readonly number[],
): Promise<Map<number, Schema[Name]['value']>> => await readRanges(store, await rangesOf(store, keys))

/** Reads the same entries and deletes them; an entry between two of the keys stays. */
export async function takeAt<Name extends CommandStore>(
  store: Writable<Name>,
  keys: readonly number[],
): Promise<Map<number, Schema[Name]['value']>> {
  const ranges = await rangesOf(store, keys)
  const [taken] = await Promise.all([
    readRanges(store, ranges),
    ...ranges.map(range => store.delete(keyRange(range))),
  ])
  return taken
}

/** Deletes entries whose contents are known; returns those that were there. */
export async function takeKnown<Name extends CommandStore>(
  store: Writable<Name>,
  known: ReadonlyMap<number, Schema[Name]['value']>,
): Promise<Map<number, Schema[Name]['value']>> {
  const ranges = await rangesOf(store, [...known.keys()])
  await Promise.all(ranges.map(range => store.delete(keyRange(range))))
  return new Map(ranges.flat().map(key => [key, known.get(key)!]))
}

async function readRanges<Name extends CommandStore>(
  store: Readable<Name>,
  ranges: number[][],
): Promise<Map<number, Schema[Name]['value']>> {
  const values = await Promise.all(ranges.map(range => store.getAll(keyRange(range))))
  return new Map(
    ranges.flatMap((range, i) =>
      range.map((key, j): [number, Schema[Name]['value']] => [key, values[i]![j]!])),
  )
}

const keyRange = (range: number[]) => IDBKeyRange.bound(range[0]!, range.at(-1)!)

/**
 * The keys that the store has, grouped into ranges without a foreign key (another lane's or account's)
 * inside.
 */
async function rangesOf<Name extends CommandStore>(
  store: Readable<Name>,
  keys: readonly number[],
): Promise<number[][]> {
  const wanted = new Set(keys)
  if (wanted.size === 0) return []
  const sorted = [...wanted].sort((a, b) => a - b)
  const ranges: number[][] = []
  let range: number[] | undefined
  for (const key of await store.getAllKeys(keyRange(sorted))) {
    if (!wanted.has(key)) range = undefined
    else if (range) range.push(key)
    else ranges.push(range = [key])
  }
  return ranges
}
