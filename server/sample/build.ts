import type { City } from '#server/http/city.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { SampleName } from './people.ts'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { accounts, units } from '#server/core/identity/index.ts'
import { photoFolder, storePhoto } from '#server/core/media/index.ts'
import { commandHandlers } from '#server/handlers.ts'
import { decide } from '#server/sync/decide.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { eq } from 'drizzle-orm'
import { sampleId, samplePeople, sampleUnits } from './people.ts'
import { drawScene } from './scenes.ts'
import { tellReports } from './tell-reports.ts'

/** What a sample report's story is told with: real photos, and real commands at a given time (ms). */
export interface Teller {
  readonly now: number
  readonly take: (by: SampleName, scene: Parameters<typeof drawScene>[0] | 'photograph', isAfter: boolean, seed: number) => Promise<string>
  readonly say: <Name extends CommandName>(by: SampleName | 'system', at: number, name: Name, input: CommandInput<Name>) => Promise<void>
}

/** Fills an empty city with sample people and reports; a city that already has them is left as it is. Returns whether it did. */
export async function buildSampleCity(city: City): Promise<boolean> {
  const [known] = await city.database.read.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, sampleId('city')))
  if (known) return false
  const now = await settlePeople(city, city.clock())
  await tellReports({ now, take: takerOf(city, now), say: sayerOf(city) })
  // Written last: a build that was cut short is taken up again, its commands answered from their receipts.
  await city.database.transact(async tx => void await tx.insert(accounts).values({ id: sampleId('city'), role: 'resident', createdAt: now, deletedAt: now }))
  return true
}

/** Returns the instant the city was begun: a build that is taken up again tells the same stories, at the same times. */
async function settlePeople({ database }: City, now: number): Promise<number> {
  return await database.transact(async (tx) => {
    await tx.insert(units).values(Object.entries(sampleUnits).map(([key, unit]) => ({ id: sampleId(key), ...unit }))).onConflictDoNothing()
    for (const [key, person] of Object.entries(samplePeople)) {
      const { unit, ...known } = { unit: undefined, ...person }
      await tx.insert(accounts).values({
        ...known,
        id: sampleId(key),
        unitId: unit === undefined ? null : sampleId(unit),
        privacyNotice: PRIVACY_NOTICE,
        registeredAt: now,
        createdAt: now,
      }).onConflictDoNothing()
    }
    const [first] = await tx.select({ begunAt: accounts.createdAt }).from(accounts).where(eq(accounts.id, sampleId('rider')))
    return first!.begunAt
  })
}

function takerOf(city: City, now: number): Teller['take'] {
  const store = { database: city.database, folder: photoFolder(city.settings.dataDir) }
  return async (by, scene, isAfter, seed) => {
    const bytes = scene === 'photograph' && !isAfter
      ? await readFile(new URL('photographs/market.jpg', import.meta.url))
      : await drawScene(scene === 'photograph' ? 'litter' : scene, isAfter, seed)
    const hash = createHash('sha256').update(bytes).digest('hex')
    await storePhoto(store, { hash, bytes, accountId: sampleId(by), now })
    return hash
  }
}

function sayerOf({ database }: City): Teller['say'] {
  return async (by, at, name, input) => {
    const actor = by === 'system'
      ? { accountId: 'system', role: 'system' as const, areaId: null, unitId: null }
      : actorOf(by)
    const id = sampleId(JSON.stringify([by, name, input]))
    const onFault = (error: unknown) => {
      throw error
    }
    const { replies: [reply] } = await decide({ database, handlers: commandHandlers, actor, sentAt: at, now: at, onFault }, { sentAt: at, commands: [{ id, name, input, madeAt: at }] })
    if (reply?.status !== 'accepted') throw new Error(`The sample city's ${name} was not accepted: ${JSON.stringify(reply)}`)
  }
}

function actorOf(by: SampleName) {
  const person = { unit: undefined, ...samplePeople[by] }
  return { accountId: sampleId(by), role: person.role, areaId: person.areaId, unitId: person.unit === undefined ? null : sampleId(person.unit) }
}
