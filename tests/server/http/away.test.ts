import type { Database } from '#server/database/database.ts'
import type { AddressInfo, Socket } from 'node:net'
import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { accounts } from '#server/core/identity/index.ts'
import { openRulings } from '#server/core/rulings/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { listenTo } from '#server/database/postgres-listener.ts'
import { openPostgres } from '#server/database/postgres.ts'
import { rowsChanged } from '#server/database/prepared.ts'
import { buildApp } from '#server/http/app.ts'
import { openCity } from '#server/open-city.ts'
import { openChanges } from '#server/sync/changes.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'

let city: TestCity
freshCity(given => void (city = given))

/** A way to the city's PostgreSQL that can be cut: it refuses then, or says nothing. */
async function openWay() {
  const target = new URL(city.settings.databaseUrl)
  const open = new Set<Socket>()
  const pairs = new Set<readonly [Socket, Socket]>()
  let isSilent = false
  let unanswered = 0
  const server = createServer((near) => {
    open.add(near)
    near.on('error', () => {})
    if (isSilent || unanswered-- > 0) return
    const far = connect(Number(target.port), target.hostname)
    open.add(far)
    far.on('error', () => {})
    near.pipe(far).pipe(near)
    pairs.add([near, far])
  })
  const listen = async (port = 0) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  const drop = () => {
    for (const socket of open) socket.destroy()
    open.clear()
  }
  await listen()
  const { port } = server.address() as AddressInfo
  const url = Object.assign(new URL(target), { host: `127.0.0.1:${port}`, search: '' }).href
  const close = async () => {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    drop()
    await closed
  }
  return {
    url,
    cut: async (how: 'refuses' | 'is silent') => {
      isSilent = how === 'is silent'
      if (isSilent) drop()
      else await close()
    },
    /** So many of those who connect next are never answered. */
    leave: (n: number) => void (unanswered = n),
    /** What is connected hears nothing more and isn't told; who connects anew is served. */
    strand: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far).resume()
        far.unpipe(near).resume()
      }
      pairs.clear()
    },
    mend: async () => {
      isSilent = false
      if (server.listening) drop()
      else await listen(port)
    },
    close,
  }
}

it.runIf(dialect === 'postgresql')(
  'connections that fall silent are left: reads, commands and what is listened to go on by new ones',
  async () => {
    const way = await openWay()
    const [heard, gaps]: [string[], true[]] = [[], []]
    const url = Object.assign(new URL(way.url), { search: 'query_timeout=300' }).href
    const database = await openDatabase(url)
    const hear = (message: string) => void heard.push(message)
    const quit = await listenTo(way.url, 'little_bee_test', hear, () => void gaps.push(true), 500)
    const names = async () => (await database.read.select({ id: accounts.id }).from(accounts)).length
    const touch = async () => await database.transact(async tx =>
      rowsChanged(await tx.update(accounts).set({ name: '小满' }).where(eq(accounts.id, city.ids.rider))))
    try {
      const all = await names()
      expect(await touch()).toBe(1)
      way.strand()
      expect(await names()).toBe(all)
      expect(await touch()).toBe(1)
      await expect.poll(() => gaps).toHaveLength(1)
      await database.run('select pg_notify(\'little_bee_test\', \'back\')')
      await expect.poll(() => heard).toEqual(['back'])
    }
    finally {
      await quit()
      await database.close()
      await way.close()
    }
  },
)

it.runIf(dialect === 'postgresql')(
  'one connection that is never answered fails nothing: another is opened in its place',
  async () => {
    const way = await openWay()
    const works = [
      async database => await database.read.select({ id: accounts.id }).from(accounts),
      async database => await database.transact(async tx => await tx.select().from(accounts)),
      async database => await database.run('select id from accounts'),
      async database => await database.alone(async () => await database.run('select id from accounts')),
    ] satisfies ((database: Database) => Promise<unknown[]>)[]
    try {
      const all = await city.database.read.select().from(accounts)
      way.leave(works.length)
      await Promise.all(works.map(async (work) => {
        const database = openPostgres(way.url)
        expect(await work(database)).toHaveLength(all.length)
        await database.close()
      }))
    }
    finally {
      await way.close()
    }
  },
)

it.runIf(dialect === 'postgresql').each(['refuses', 'is silent'] as const)(
  'while PostgreSQL %s for long, everything is put off with 503, and then each command counts once',
  async (how) => {
    const cookie = await city.signIn(city.phoneOf('rider'))
    const way = await openWay()
    const database = await openDatabase(way.url)
    const changes = await openChanges(database)
    const rulings = await openRulings(database, changes)
    const app = buildApp(openCity({ ...city, database, changes, rulings }))
    const ask = async (path: string, body?: object) =>
      await app.request(path, {
        headers: { 'host': 'localhost', 'x-little-bee': '1', cookie, 'content-type': 'application/json' },
        ...body && { method: 'POST', body: JSON.stringify(body) },
      })
    const complaintId = randomUUID()
    const batch = {
      sentAt: city.time.now,
      commands: [{
        id: randomUUID(),
        name: 'voices.complain',
        input: { complaintId, text: '灯太暗', page: 'home' },
        madeAt: city.time.now,
      }],
    }
    try {
      expect((await ask('/api/queries/voices.mine')).status).toBe(200)
      await way.cut(how)
      for (const answer of await Promise.all([
        ask('/api/commands', batch),
        ask('/api/queries/voices.mine'),
        ask('/api/session/code', { phone: city.phoneOf('rider2') }),
      ])) {
        expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
          503,
          '5',
          { code: 'database.away', message: '服务器正在恢复，请过几秒再试。', retryAfterS: 5 },
        ])
      }
      await way.mend()
      expect(await (await ask('/api/commands', batch)).json())
        .toMatchObject({ replies: [{ id: batch.commands[0]!.id, status: 'accepted' }] })
      expect((await city.as('rider').ask('voices.mine', {})).map(({ id }) => id)).toEqual([complaintId])
    }
    finally {
      await database.close()
      await way.close()
    }
  },
)
