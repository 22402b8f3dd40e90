import type { City } from '#server/city.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { SampleName } from './people.ts'
import type { SceneName } from './scenes.ts'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { photoFolder, storePhoto } from '#server/core/media/index.ts'
import { queryHandlers } from '#server/handlers.ts'
import { openCity } from '#server/open-city.ts'
import { sampleId, samplePeople } from './people.ts'
import { drawScene } from './scenes.ts'

type Speaker = SampleName | 'system'

/** What the sample city's story is told with: real photos, and real commands at a given time (ms). */
export interface Teller {
  readonly now: number
  /** Stores a picture as that person's and returns its name. */
  readonly keep: (by: SampleName, bytes: Buffer) => Promise<string>
  readonly take: (
    by: SampleName,
    scene: SceneName | 'photograph',
    isAfter: boolean,
    seed: number,
  ) => Promise<string>
  /** `madeAt`: when the phone made it, where that was earlier than it was decided. */
  readonly say: <Name extends CommandName>(
    by: Speaker,
    at: number,
    name: Name,
    input: CommandInput<Name>,
    madeAt?: number,
  ) => Promise<void>
  /** The same for many commands, in one batch. */
  readonly sayAll: <Name extends CommandName>(
    by: Speaker,
    at: number,
    name: Name,
    inputs: readonly CommandInput<Name>[],
  ) => Promise<void>
  /**
   * The code that an open order's owner holds out; null when the order is closed, as in a story that is taken
   * up again.
   */
  readonly show: (by: SampleName, orderId: string) => Promise<string | null>
}

/** Opens the telling of a chapter that began at an instant (ms). */
export function openTeller(city: City, now: number): Teller {
  const store = { database: city.database, folder: photoFolder(city.settings.dataDir) }
  const keep: Teller['keep'] = async (by, bytes) => {
    const hash = createHash('sha256').update(bytes).digest('hex')
    await storePhoto(store, { hash, bytes, accountId: sampleId(by), now })
    return hash
  }
  const sayAll = sayerOf(city)
  return {
    now,
    keep,
    take: async (by, scene, isAfter, seed) => await keep(by, await sceneOf(scene, isAfter, seed)),
    say: async (by, at, name, input, madeAt) => await sayAll(by, at, name, [input], madeAt),
    sayAll,
    show: async (by, orderId) => {
      const { orders } = await queryHandlers['mall.myOrders'](
        {},
        { read: city.database.read, settings: city.settings, actor: actorOf(by), now: city.clock() },
      )
      return orders.find(({ id }) => id === orderId)?.code ?? null
    },
  }
}

const sceneOf = async (scene: SceneName | 'photograph', isAfter: boolean, seed: number): Promise<Buffer> =>
  scene === 'photograph' && !isAfter
    ? await readFile(new URL('photographs/market.jpg', import.meta.url))
    : await drawScene(scene === 'photograph' ? 'litter' : scene, isAfter, seed)

function sayerOf(city: City) {
  return async <Name extends CommandName>(
    by: Speaker,
    at: number,
    name: Name,
    inputs: readonly CommandInput<Name>[],
    madeAt = at,
  ) => {
    const commands = inputs.map(input => ({
      id: sampleId(JSON.stringify([by, name, input])),
      name,
      input,
      madeAt,
    }))
    const then = openCity({ ...city, clock: () => at })
    const { replies } = await then.run(actorOf(by), { sentAt: at, commands })
    const other = replies.find(({ status }) => status !== 'accepted')
    if (other) throw new Error(`The sample city's ${name} was not accepted: ${JSON.stringify(other)}`)
  }
}

function actorOf(by: Speaker) {
  if (by === 'system') return { accountId: 'system', role: 'system' as const, areaId: null, unitId: null }
  const person = { unit: undefined, ...samplePeople[by] }
  return {
    accountId: sampleId(by),
    role: person.role,
    areaId: person.areaId,
    unitId: person.unit === undefined ? null : sampleId(person.unit),
  }
}
