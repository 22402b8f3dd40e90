import type { IDBPObjectStore, StoreNames } from 'idb'
import type { Schema } from './store.ts'

type Shelf = 'outbox' | 'delivered'
type Stores = ArrayLike<StoreNames<Schema>>
type Readable<Name extends Shelf> = IDBPObjectStore<Schema, Stores, Name, 'readonly' | 'readwrite'>
type Writable<Name extends Shelf> = IDBPObjectStore<Schema, Stores, Name, 'readwrite'>

/** The keys among these that the store still has. */
export const keysAt = async <Name extends Shelf>(
  store: Readable<Name>,
  keys: readonly number[],
): Promise<Set<number>> => new Set((await runsOf(store, keys)).flat())

/**
 * Those of these entries that are there, by key and in order. Neighbours are read by one request: two hundred
 * alone take several times as long.
 */
export const readAt = async <Name extends Shelf>(
  store: Readable<Name>,
  keys: readonly number[],
): Promise<Map<number, Schema[Name]['value']>> => await readRuns(store, await runsOf(store, keys))

/** The same, taken out of the store; no other entry is. */
export async function takeAt<Name extends Shelf>(
  store: Writable<Name>,
  keys: readonly number[],
): Promise<Map<number, Schema[Name]['value']>> {
  const runs = await runsOf(store, keys)
  const [taken] = await Promise.all([readRuns(store, runs), ...runs.map(run => store.delete(rangeOf(run)))])
  return taken
}

async function readRuns<Name extends Shelf>(
  store: Readable<Name>,
  runs: number[][],
): Promise<Map<number, Schema[Name]['value']>> {
  const values = await Promise.all(runs.map(run => store.getAll(rangeOf(run))))
  return new Map(
    runs.flatMap((run, i) => run.map((key, j): [number, Schema[Name]['value']] => [key, values[i]![j]!])),
  )
}

const rangeOf = (run: number[]) => IDBKeyRange.bound(run[0]!, run.at(-1)!)

/**
 * Those of the keys that are there, in stretches between which the store has others: another lane's, another
 * account's.
 */
async function runsOf<Name extends Shelf>(
  store: Readable<Name>,
  keys: readonly number[],
): Promise<number[][]> {
  const wanted = new Set(keys)
  if (wanted.size === 0) return []
  const sorted = [...wanted].sort((a, b) => a - b)
  const runs: number[][] = []
  let run: number[] | undefined
  for (const key of await store.getAllKeys(rangeOf(sorted))) {
    if (!wanted.has(key)) run = undefined
    else if (run) run.push(key)
    else runs.push(run = [key])
  }
  return runs
}
