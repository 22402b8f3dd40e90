import type { City } from '#server/city.ts'
import type { Transaction } from '#server/database/database.ts'
import type { Area } from '#shared/areas/schemas.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Seeder } from './seeder.ts'
import { areas } from '#server/core/areas/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { asc, eq, inArray } from 'drizzle-orm'
import { draw } from './draw.ts'
import { furnish } from './furnish-stations.ts'
import { sampleId } from './people.ts'
import { openRandom } from './random.ts'
import { SHUT_OUT_AGO_MS, shutOut } from './seed-visits.ts'
import { spreadStations } from './spread-stations.ts'
import { doubtedStation, firstStations, phoneOf, stationId } from './stations.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** Furnishes the first stations and opens the other six hundred at once; existing ones stay. */
export async function openMoreStations({ database }: City, now: number): Promise<void> {
  const known = (await database.read.select().from(areas).orderBy(asc(areas.id))).map(
    ({ id, name }) => [id, name] as [string, string],
  )
  await database.transact(tx => spreadAll(tx, known, now))
}

/** The same for a city whose areas are known. */
export async function spreadAll(tx: Transaction, known: readonly Area[], now: number): Promise<void> {
  const random = openRandom(24)
  const more = spreadStations(known, firstStations).map((station, at) => ({
    ...station,
    id: sampleId(`station ${at}`),
    number: firstStations.length + at + 1,
    phone: phoneOf(firstStations.length + at + 1),
    ...furnish(station.kind, false, now, random),
  }))
  for (const { id, latitude, longitude, phone } of firstStations) {
    await tx
      .update(stations)
      .set({ latitude, longitude, phone, ...furnish('community', true, now, random) })
      .where(eq(stations.id, id))
  }
  await tx
    .update(stations)
    .set({ isSelfService: true })
    .where(inArray(stations.id, ['民意街', doubtedStation].map(stationId)))
  for (let from = 0; from < more.length; from += 200) {
    await tx
      .insert(stations)
      .values(more.slice(from, from + 200))
      .onConflictDoNothing()
  }
}

/** The sample keeper's changes to two stations. */
export async function seedKeeping({ run, savePhoto, now }: Seeder): Promise<void> {
  const kept = (name: string, rest: Omit<CommandInput<'stations.keep'>, 'stationId'>) => ({
    stationId: stationId(name),
    ...rest,
  })
  const [front, inside] = [
    await savePhoto('keeper', await draw('stations/front')),
    await savePhoto('keeper', await draw('stations/inside')),
  ]
  await run(
    'keeper',
    now - 5 * HOUR_MS,
    'stations.keep',
    kept('民意街', {
      photo: front,
      notice: '二楼有躺椅，午休请调静音。',
      supplies: { water: 'enough', medicine: 'low', chargers: 'enough', tissues: 'enough' },
    }),
  )
  await run(
    'keeper',
    now - 4 * HOUR_MS,
    'stations.keep',
    kept('满春街', {
      photo: inside,
      notice: '热水在门口左手边。',
      supplies: { water: 'enough', chargers: 'low', tissues: 'out' },
    }),
  )
  await run('keeper', now - 20 * MINUTE_MS, 'stations.keep', kept('民意街', { heads: 6 }))
}

/** The faults that riders have reported, and the keeper's answers. */
export async function seedFaults({ run, now }: Seeder): Promise<void> {
  const fault = (
    name: string,
    station: string,
    found: Omit<CommandInput<'stations.reportFault'>, 'faultId' | 'stationId'>,
  ) => ({ faultId: sampleId(`fault ${name}`), stationId: stationId(station), ...found })
  await run(
    'rider',
    now - 52 * HOUR_MS,
    'stations.reportFault',
    fault('charger', '民意街', { kind: 'charger', words: '靠窗的两个插座没电' }),
  )
  await run('keeper', now - 30 * HOUR_MS, 'stations.answerFault', {
    faultId: sampleId('fault charger'),
    words: '插座已换新，谢谢提醒。',
    isMended: true,
  })
  await run(
    'riderLuo',
    now - 28 * HOUR_MS,
    'stations.reportFault',
    fault('dirty', '满春街', { kind: 'dirty', words: '微波炉里有油' }),
  )
  await run('keeper', now - 26 * HOUR_MS, 'stations.answerFault', {
    faultId: sampleId('fault dirty'),
    words: '晚上收工后清洗。',
    isMended: false,
  })
  await run(
    'riderChen',
    now - 5 * HOUR_MS,
    'stations.reportFault',
    fault('tissues', '水塔街', { kind: 'supply', supply: 'tissues', words: '' }),
  )
  for (const by of shutOut) {
    await run(
      by,
      now - SHUT_OUT_AGO_MS,
      'stations.reportFault',
      fault(`door ${by}`, doubtedStation, { kind: 'door', words: '' }),
    )
  }
}
