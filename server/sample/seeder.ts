import type { City } from '#server/city.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { SampleName } from './people.ts'
import type { SceneName } from './scenes.ts'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { photoFolder, storePhoto } from '#server/core/media/index.ts'
import { queryHandlers } from '#server/handlers.ts'
import { openCity } from '#server/open-city.ts'
import { system } from '#server/sync/as-system.ts'
import { sampleId, samplePeople } from './people.ts'
import { sampleAccount, samplePosts } from './posts.ts'
import { drawScene } from './scenes.ts'

type Sender = SampleName | 'system'

/** What seeds a chapter: real photos, and real commands decided at a given time (ms). */
export interface Seeder {
  readonly now: number
  /** Stores a photo as that person's and returns its hash. */
  readonly savePhoto: (by: SampleName, bytes: Buffer) => Promise<string>
  readonly takePhoto: (
    by: SampleName,
    scene: SceneName | 'photograph',
    isAfter: boolean,
    seed: number,
  ) => Promise<string>
  /** `madeAt`: when the phone made the command, if earlier than it was decided. */
  readonly run: <Name extends CommandName>(
    by: Sender,
    at: number,
    name: Name,
    input: CommandInput<Name>,
    madeAt?: number,
  ) => Promise<void>
  /** The same for many commands, in one batch. */
  readonly runAll: <Name extends CommandName>(
    by: Sender,
    at: number,
    name: Name,
    inputs: readonly CommandInput<Name>[],
  ) => Promise<void>
  /** The pick-up code of an open order; null for a closed one, as in a resumed chapter. */
  readonly codeOf: (by: SampleName, orderId: string) => Promise<string | null>
}

/** Opens the seeding of a chapter that began at an instant (ms). */
export function openSeeder(city: City, now: number): Seeder {
  const store = { database: city.database, folder: photoFolder(city.settings.dataDir) }
  const savePhoto: Seeder['savePhoto'] = async (by, bytes) => {
    const hash = createHash('sha256').update(bytes).digest('hex')
    await storePhoto(store, { hash, bytes, accountId: sampleId(by), now })
    return hash
  }
  const runAll = runnerOf(city)
  return {
    now,
    savePhoto,
    takePhoto: async (by, scene, isAfter, seed) => await savePhoto(by, await sceneOf(scene, isAfter, seed)),
    run: async (by, at, name, input, madeAt) => await runAll(by, at, name, [input], madeAt),
    runAll,
    codeOf: async (by, orderId) => {
      const { orders } = await queryHandlers['mall.myOrders'](
        {},
        {
          read: city.database.read,
          settings: city.settings,
          rulings: city.rulings,
          actor: actorOf(by),
          now: city.clock(),
          about: () => {},
        },
      )
      return orders.find(({ id }) => id === orderId)?.code ?? null
    },
  }
}

const sceneOf = async (scene: SceneName | 'photograph', isAfter: boolean, seed: number): Promise<Buffer> =>
  scene === 'photograph' && !isAfter
    ? await readFile(new URL('photographs/market.jpg', import.meta.url))
    : await drawScene(scene === 'photograph' ? 'litter' : scene, isAfter, seed)

function runnerOf(city: City) {
  return async <Name extends CommandName>(
    by: Sender,
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

function actorOf(by: Sender) {
  if (by === 'system') return system
  const { role } = sampleAccount(by)
  const { areaId } = samplePeople[by]
  return { accountId: sampleId(by), role, areaId, posts: samplePosts(by) }
}
