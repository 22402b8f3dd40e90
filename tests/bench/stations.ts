import type { Actor, QueryContext } from '#server/sync/context.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { Need } from '#shared/stations/rules.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { allStations } from '#server/features/stations/finding/all-stations.ts'
import { knownPlaces } from '#server/features/stations/finding/known-places.ts'
import { nearStations } from '#server/features/stations/finding/near-stations.ts'
import { openRandom } from '#server/sample/random.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { bitOf, meetsNeeds, nearestOf } from '#shared/stations/rules.ts'
import { NEAR_MAX } from '#shared/stations/schemas.ts'
import { around } from 'geokdbush'
import { median, promise } from './measure.ts'

// The nearest ten, as the page finds them among a city's stations and as the server does among a thousand
// cities' of them, each beside the plain scan of the same stations in the same run (every distance, then
// sorted), and beside the one tree over all of them, asked about each station it comes to: that walks far for
// what is rare.
const [CITY, COUNTRY] = [600, 600_000]
const ROUNDS = 200
const PLAIN_ROUNDS = 5
const PAUSE_MS_MAX = 100
/**
 * Ten in the morning, when half of them are open, and three in the afternoon, when one in ten thousand is.
 */
const [MORNING, AFTERNOON] = [Date.parse('2026-11-23T02:00:00Z'), Date.parse('2026-11-23T07:00:00Z')]
const random = openRandom(600)
const place = (): Place => ({ latitude: random.between(30, 31.3), longitude: random.between(113.7, 115) })
const places = Array.from({ length: ROUNDS }, place)

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const database = openSqlite(join(folder, 'stations.sqlite'))
await migrate(database)
const week = (from: number, until: number) => JSON.stringify(Array.from({ length: 7 }, () => [from, until]))
const [firstAid, nobodys] = [bitOf('firstAid'), bitOf('firstAid') + bitOf('redemption')]
await database.run('begin')
await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${COUNTRY})
  insert into stations
    (id, name, area_id, latitude, longitude, address, number, facilities, is_self_service, week)
  select printf('00000000-0000-7000-8000-%012x', n), '驿站', '4201',
    30 + (n * 7919 % 1000003) / 1000003.0 * 1.3, 113.7 + (n * 104729 % 1000003) / 1000003.0 * 1.3, '', n,
    (n % 16384) & ~${nobodys} | case when n % 10000 = 7 then ${firstAid} else 0 end, n % 10000 = 3,
    case when n % 2 = 0 then '${week(0, 720)}' else '${week(1080, 1440)}' end from n`)
await database.run('commit')
const actor: Actor = { accountId: 'rider', role: 'courier', areaId: null, posts: [] }
const contextAt = (now: number) =>
  ({
    read: database.read,
    watch: database.watch,
    actor,
    now,
  }) as QueryContext

async function timed(work: (from: Place) => unknown, rounds = ROUNDS): Promise<number> {
  const times: number[] = []
  for (const from of places.slice(0, rounds)) {
    const began = performance.now()
    await work(from)
    times.push(performance.now() - began)
  }
  return median(times)
}

/** How long something takes (ms), and for how long at most nothing else had its turn meanwhile. */
async function watched(work: () => Promise<unknown>): Promise<{ ms: number, pauseMs: number }> {
  const began = performance.now()
  let [last, pauseMs, isOver] = [began, 0, false]
  const turn = () => {
    pauseMs = Math.max(pauseMs, performance.now() - last)
    last = performance.now()
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  await work()
  pauseMs = Math.max(pauseMs, performance.now() - last)
  isOver = true
  return { ms: performance.now() - began, pauseMs }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
function heldMb(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1e6
}

const heldBefore = heldMb()
const { ms, pauseMs } = await watched(() =>
  nearStations({ place: places[0]!, needs: [] }, contextAt(MORNING)),
)
console.log(
  `${COUNTRY} stations read and indexed in ${(ms / 1000).toFixed(1)} s, once until one of them changes;`,
  `they hold ${(heldMb() - heldBefore).toFixed(0)} MB`,
)
promise(
  'meanwhile nothing else waited longer than (ms)',
  pauseMs,
  pauseMs <= PAUSE_MS_MAX,
  `≤ ${PAUSE_MS_MAX}`,
)
const known = await knownPlaces(contextAt(MORNING))

const { stations, weeks } = await allStations({}, contextAt(MORNING))
const country = stations.map(({ week, exceptions = [], shut, isDoubtful, ...station }) => ({
  ...station,
  hours: { week: weeks[week]!, exceptions },
  isShut: shut !== undefined,
  isDoubtful: isDoubtful === true,
}))
const city = country.slice(0, CITY)
const plainly =
  (among: typeof country, isWanted: (station: (typeof country)[number]) => boolean) => (from: Place) =>
    among
      .filter(isWanted)
      .map(station => ({ station, metres: distanceM(from, station) }))
      .sort((a, b) => a.metres - b.metres)
      .slice(0, NEAR_MAX)

const wishes: [what: string, needs: Need[], now: number][] = [
  ['any', [], MORNING],
  ['open now, with water', ['open', 'water'], MORNING],
  ['with what one in 10,000 has', ['firstAid'], MORNING],
  ['with what one in 10,000 has, and water', ['firstAid', 'water'], MORNING],
  ['with what none has', ['redemption'], MORNING],
  ['open when one in 10,000 is', ['open'], AFTERNOON],
]
for (const [what, needs, now] of wishes) {
  const isWanted = (station: typeof country[number]) => meetsNeeds(station, needs, now)
  const onPage = await timed(from => nearestOf(city, from, NEAR_MAX, isWanted))
  const onPagePlain = await timed(plainly(city, isWanted))
  promise(`the nearest ten of ${CITY} in the page, ${what} (ms)`, onPage, onPage <= 1, '≤ 1')
  console.log(`        the plain scan takes ${(onPagePlain / onPage).toFixed(1)} times as long`)

  const first = await watched(() => nearStations({ place: places[0]!, needs }, contextAt(now)))
  const onServer = await timed(from => nearStations({ place: from, needs }, contextAt(now)))
  const onOneTree = await timed(
    from =>
      around<number>(known.tree, from.longitude, from.latitude, NEAR_MAX, undefined, (at: number) =>
        isWanted(country[at]!)),
    PLAIN_ROUNDS,
  )
  const onServerPlain = await timed(plainly(country, isWanted), PLAIN_ROUNDS)
  promise(`the nearest ten of ${COUNTRY} on the server, ${what} (ms)`, onServer, onServer <= 1, '≤ 1')
  console.log(
    `        the first time ${first.ms.toFixed(0)} ms;`,
    `one tree takes ${(onOneTree / onServer).toFixed(1)} times as long,`,
    `the plain scan ${(onServerPlain / onServer).toFixed(0)} times`,
  )
}

await database.close()
rmSync(folder, { recursive: true, force: true })
