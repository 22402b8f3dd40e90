import type { Database, Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { CommandName } from '#shared/commands.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import type { TestCity } from '../../../../support/city.ts'
import type { PersonName } from './acts.ts'
import { randomUUID } from 'node:crypto'
import { addPost } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { commandHandlers } from '#server/handlers.ts'
import { openCity } from '#server/open-city.ts'
import { decide } from '#server/sync/decide.ts'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { keeperOf } from '../../../../support/posts.ts'
import { IN_STOCK, prices } from './acts.ts'

/** Ids that are the same in every run, so that two engines can be compared. */
export const idOf = (kind: keyof typeof ID_KINDS, n: number): string =>
  `${ID_KINDS[kind]}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const ID_KINDS = { station: 1, item: 2, order: 3, correction: 4, cause: 5, command: 6, move: 7 }

/** Two stations, kept by the keeper, and what can be had there. */
export async function furnish(city: TestCity): Promise<void> {
  await city.database.transact(async (tx) => {
    for (const n of [0, 1]) {
      await tx
        .insert(stations)
        .values({
          id: idOf('station', n),
          number: n + 1,
          name: `驿站${n}`,
          areaId: '420103006',
          latitude: 30.6,
          longitude: 114.27,
          address: '',
        })
      await addPost(tx, { ...keeperOf(city), scope: idOf('station', n) })
    }
  })
  const list = (price: number, n: number) => ({
    name: 'mall.list',
    input: {
      itemId: idOf('item', n),
      kind: 'goods',
      category: 'daily',
      name: `物品${n}`,
      words: '',
      price,
      stations: [idOf('station', 0), idOf('station', 1)],
      isListed: true,
    },
  })
  const bring = (station: number) => (_: number, item: number) => ({
    name: 'mall.arrive',
    input: {
      moveId: randomUUID(),
      itemId: idOf('item', item),
      stationId: idOf('station', station),
      count: IN_STOCK,
      words: '',
    },
  })
  const replies = [
    ...(await city.as('admin').send(...prices.map(list))),
    ...(await city.as('keeper').send(...prices.map(bring(0)), ...prices.map(bring(1)))),
  ]
  if (replies.some(({ status }) => status !== 'accepted')) throw new Error(JSON.stringify(replies))
}

/**
 * A city inside one transaction that is undone when `play` is through: thousands of programs begin alike,
 * without a new database for each. What the server takes for a transaction of its own is a savepoint here.
 */
export async function onStage<Result>(
  city: TestCity,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  let result: { value: Result } | undefined
  const over = new Error('the program is over')
  await city.database.transact(async (tx) => {
    result = { value: await play(new Stage(city, tx)) }
    throw over
  }).catch((error: unknown) => {
    if (error !== over) throw error
  })
  return result!.value
}

const posts: Record<string, [PostKind, string][]> = {
  keeper: [['keeper', idOf('station', 0)], ['keeper', idOf('station', 1)]],
  admin: [['admin', '4201']],
  admin2: [['admin', '4201']],
  staff: [['staff', '420103006']],
}
type ActorName = PersonName | 'staff' | 'system'

export class Stage {
  #commands = 0
  #moves = 0
  readonly database: Database
  constructor(readonly city: TestCity, readonly tx: Transaction, public now = city.time.now) {
    this.database = {
      ...city.database,
      read: tx,
      transact: work => city.database.attempt(this.tx, work),
      run: async statement =>
        dialect === 'sqlite'
          ? await city.database.run(statement)
          : (await (
              tx as unknown as { execute: (query: unknown) => Promise<{ rows: Record<string, unknown>[] }> }
            ).execute(sql.raw(statement))).rows,
    }
  }

  actor = (name: ActorName) => ({
    accountId: name === 'system' ? 'system' : this.city.ids[name],
    role: name === 'system' ? name : name.startsWith('rider') ? 'courier' as const : 'resident' as const,
    areaId: '420103006',
    posts: (posts[name] ?? []).map(([kind, scope]) => ({ id: '', kind, scope, from: 0, until: null })),
  })

  nextMove = () => this.#moves++

  /** What the clock's tasks stand on. */
  get clockwork() {
    const changes = { ...this.city.changes, publish: async () => {} }
    const log = pino({ level: 'silent' })
    return openCity({ ...this.city, database: this.database, changes, clock: () => this.now, log })
  }

  /**
   * Sends one command through the real decision: 'accepted', or the refusal's code. A fault fails the test.
   */
  async send(by: ActorName, name: CommandName, input: unknown): Promise<string> {
    const command = { id: idOf('command', this.#commands++), name, input, madeAt: this.now }
    const onFault = (error: unknown) => {
      throw error
    }
    const {
      replies: [reply],
    } = await decide(
      {
        database: this.database,
        handlers: commandHandlers,
        rulings: this.city.rulings,
        actor: this.actor(by),
        sentAt: this.now,
        now: this.now,
        limitsFactor: 1_000_000,
        onFault,
      },
      { sentAt: this.now, commands: [command] },
    )
    if (reply!.status === 'refused') return reply!.refusal.code
    if (reply!.status !== 'accepted') throw new Error(`${name}: ${JSON.stringify(reply)}`)
    return 'accepted'
  }

  /** Runs work that features do, as part of a command of their own. */
  within = <Result>(by: ActorName, work: (context: CommandContext) => Promise<Result>): Promise<Result> =>
    this.database.transact(
      async tx =>
        await work({
          tx,
          actor: this.actor(by),
          now: this.now,
          occurred: this.now,
          nudge: () => {},
        } as unknown as CommandContext),
    )
}
