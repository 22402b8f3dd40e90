import type { Place } from '#shared/kernel/fields.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { allStations } from '#server/features/stations/all-stations.ts'
import { nearStations } from '#server/features/stations/near-stations.ts'
import { openRandom } from '#server/sample/random.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { meetsNeeds, nearestOf } from '#shared/stations/rules.ts'
import { NEAR_MAX } from '#shared/stations/schemas.ts'
import { median, promise } from './measure.ts'

// The nearest ten, as the page finds them among a city's stations and as the server does among a thousand cities' of them, each beside the
// plain scan of the same stations in the same run: every distance, then sorted.
const [CITY, COUNTRY] = [600, 600_000]
const ROUNDS = 200
const PLAIN_ROUNDS = 5
const NOW = Date.parse('2026-11-23T02:00:00Z')
const random = openRandom(600)
const place = (): Place => ({ latitude: random.between(30, 31.3), longitude: random.between(113.7, 115) })
const places = Array.from({ length: ROUNDS }, place)

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const database = openSqlite(join(folder, 'stations.sqlite'))
await migrate(database)
const half = JSON.stringify(Array.from({ length: 7 }, () => [0, 720]))
await database.run('begin')
await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${COUNTRY})
  insert into stations (id, name, area_id, latitude, longitude, address, number, facilities, is_self_service, week)
  select printf('00000000-0000-7000-8000-%012x', n), '驿站', '4201', 30 + (n * 7919 % 1000003) / 1000003.0 * 1.3, 113.7 + (n * 104729 % 1000003) / 1000003.0 * 1.3, '', n, n % 16384, n % 3 = 0, '${half}' from n`)
await database.run('commit')
const context = { read: database.read, watch: database.watch, actor: { accountId: 'rider', role: 'courier', areaId: null, unitId: null }, now: NOW } as const

async function timed(work: (from: Place) => unknown, rounds = ROUNDS): Promise<number> {
  const times: number[] = []
  for (const from of places.slice(0, rounds)) {
    const began = performance.now()
    await work(from)
    times.push(performance.now() - began)
  }
  return median(times)
}

const began = performance.now()
await nearStations({ place: places[0]!, needs: [] }, context)
console.log(`${COUNTRY} stations read and indexed in ${((performance.now() - began) / 1000).toFixed(1)} s, once until one of them changes`)

const { stations, weeks } = await allStations({}, context)
const country = stations.map(({ week, exceptions = [], shut, isDoubtful, ...station }) => ({ ...station, hours: { week: weeks[week]!, exceptions }, isShut: shut !== undefined, isDoubtful: isDoubtful === true }))
const city = country.slice(0, CITY)
const plainly = (among: typeof country, isWanted: (station: typeof country[number]) => boolean) => (from: Place) =>
  among.filter(isWanted).map(station => ({ station, metres: distanceM(from, station) })).sort((a, b) => a.metres - b.metres).slice(0, NEAR_MAX)

for (const [what, needs] of [['any', []], ['open now, with water', ['open', 'water']]] as const) {
  const isWanted = (station: typeof country[number]) => meetsNeeds(station, needs, NOW)
  const onPage = await timed(from => nearestOf(city, from, NEAR_MAX, isWanted))
  const onPagePlain = await timed(plainly(city, isWanted))
  promise(`the nearest ten of ${CITY} in the page, ${what} (ms)`, onPage, onPage <= 1, '≤ 1')
  console.log(`        the plain scan takes ${(onPagePlain / onPage).toFixed(1)} times as long`)
  const onServer = await timed(from => nearStations({ place: from, needs: [...needs] }, context))
  const onServerPlain = await timed(plainly(country, isWanted), PLAIN_ROUNDS)
  promise(`the nearest ten of ${COUNTRY} on the server, ${what} (ms)`, onServer, onServer <= 1, '≤ 1')
  console.log(`        the plain scan takes ${(onServerPlain / onServer).toFixed(0)} times as long`)
}

await database.close()
rmSync(folder, { recursive: true, force: true })
