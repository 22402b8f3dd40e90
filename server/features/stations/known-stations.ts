import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { StationFacts, Week } from '#shared/stations/rules.ts'
import { stations } from '#server/core/stations/index.ts'
import { asc } from 'drizzle-orm'
import KDBush from 'kdbush'
import { factsOf } from './facts-of.ts'

/** Where other processes write too, memory is asked again that often. */
const KNOWN_MS = 30_000

const columns = {
  id: stations.id,
  number: stations.number,
  name: stations.name,
  kind: stations.kind,
  address: stations.address,
  latitude: stations.latitude,
  longitude: stations.longitude,
  facilities: stations.facilities,
  isSelfService: stations.isSelfService,
  week: stations.week,
  exceptions: stations.exceptions,
  shutWords: stations.shutWords,
  doubtfulSince: stations.doubtfulSince,
}

/** Everything that lists and searches say of all stations. */
export async function readStations(read: Reader) {
  const rows = await read.select(columns).from(stations).orderBy(asc(stations.number))
  const weeks = new Map<string, Week>() // Hundreds of stations share a handful of weeks.
  return rows.map(({ week, exceptions, doubtfulSince, ...row }) => {
    const words = JSON.stringify(week)
    if (!weeks.has(words)) weeks.set(words, week)
    const facts: StationFacts = factsOf({ ...row, week: weeks.get(words)!, exceptions, doubtfulSince })
    return { ...row, ...facts }
  })
}
export type KnownStation = Awaited<ReturnType<typeof readStations>>[number]

interface Known { readonly stations: KnownStation[], readonly index: KDBush }
interface Memory { known: Promise<Known> | undefined, readAt: number }
const memories = new WeakMap<Reader, Memory>()

function memoryOf({ read, watch }: Pick<QueryContext, 'read' | 'watch'>): Memory {
  const memory = memories.get(read) ?? { known: undefined, readAt: 0 }
  if (!memories.has(read)) {
    memories.set(read, memory)
    watch?.('stations', () => void (memory.known = undefined), Object.values(columns).map(({ name }) => name))
  }
  return memory
}

/**
 * All stations, and where they are: a tree over their places (by their index in the list). On SQLite it is true until a station changes;
 * on PostgreSQL it may be `KNOWN_MS` old.
 */
export async function knownStations(context: Pick<QueryContext, 'read' | 'watch' | 'now'>): Promise<Known> {
  const memory = memoryOf(context)
  if (memory.known && (context.watch || context.now - memory.readAt < KNOWN_MS)) return await memory.known
  memory.readAt = context.now
  const known = memory.known = recall(context.read)
  known.catch(() => void (memory.known === known && (memory.known = undefined))) // The next question reads again.
  return await known
}

async function recall(read: Reader): Promise<Known> {
  const known = await readStations(read)
  const index = new KDBush(known.length)
  for (const { longitude, latitude } of known) index.add(longitude, latitude)
  return { stations: known, index: index.finish() }
}
