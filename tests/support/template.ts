import type { PostKind } from '#shared/identity/posts.ts'
import type { AccountRole } from '#shared/identity/roles.ts'
import type { Pool } from 'pg'
import type { Lent } from './kept-databases.ts'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { loadAreas } from '#server/core/areas/index.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { addPost } from '#server/core/posts/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { openDatabase } from '#server/database/open-database.ts'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { addReset, dropKept, lend } from './kept-databases.ts'

export const STREET = '420103006'
export const COMMUNITY = '420103006003'
export const ELSEWHERE = '420105004' // A street of another district.
export const UNITS = {
  roads: '0194f000-0000-7000-8000-0000000000a1',
  power: '0194f000-0000-7000-8000-0000000000a2',
}

interface Person { role: AccountRole, areaId: string | null, post?: { kind: PostKind, scope: string } }
/** Somebody appointed, who never said where they live. */
const appointed = (kind: PostKind, scope: string) =>
  ({ role: 'resident', areaId: null, post: { kind, scope } }) as const
/** The people every test may meet; their phones are 138 0000 00xx in this order. */
const people = {
  rider: { role: 'courier', areaId: COMMUNITY },
  rider2: { role: 'courier', areaId: COMMUNITY },
  rider3: { role: 'courier', areaId: COMMUNITY },
  resident: { role: 'resident', areaId: COMMUNITY },
  keeper: { role: 'resident', areaId: COMMUNITY }, // Of the stations that a test gives them.
  staff: appointed('staff', STREET),
  staff2: appointed('staff', STREET),
  staffElsewhere: appointed('staff', ELSEWHERE),
  unit: appointed('unit', UNITS.roads),
  unit2: appointed('unit', UNITS.power),
  admin: appointed('admin', '4201'),
  admin2: appointed('admin', '4201'),
} as const satisfies Record<string, Person>
export type PersonName = keyof typeof people
export const personNames = Object.keys(people) as PersonName[]
export const phoneOf = (name: PersonName) =>
  `138000000${String(personNames.indexOf(name) + 1).padStart(2, '0')}`

const SIGNED_UP = Date.parse('2026-11-01T00:00:00Z')
const VARIABLE = `LITTLE_BEE_TEMPLATE_${dialect.toUpperCase()}`

let made: Promise<string> | undefined
/**
 * The address of a database with the newest schema, the areas, the units and the people in it. Every city is
 * a copy of it, so migrations run once and not for each test. Vitest makes it before the first file; another
 * program makes one when it first needs it.
 */
export const templateUrl = (): Promise<string> =>
  made ??= process.env[VARIABLE] ? Promise.resolve(process.env[VARIABLE]) : makeTemplate()

async function makeTemplate(): Promise<string> {
  const url = dialect === 'postgresql'
    ? await createDatabase(process.env.DATABASE_URL!)
    : `file:${join(mkdtempSync(join(tmpdir(), 'little-bee-template-')), 'city.sqlite')}`
  if (dialect === 'sqlite') process.once('exit', () => removeTemplate(url))
  const database = await openDatabase(url)
  await migrate(database)
  await database.transact(async (tx) => {
    await loadAreas(tx)
    await tx.insert(units).values([
      { id: UNITS.roads, name: '市政维修队', areaId: '4201' },
      { id: UNITS.power, name: '供电公司', areaId: '4201' },
    ])
    for (const [name, person] of Object.entries(people) as [PersonName, Person][]) {
      const id = uuidv7()
      await tx.insert(accounts).values({
        id,
        phone: phoneOf(name),
        role: person.role,
        name: `测试${name}`,
        areaId: person.areaId,
        registeredAt: SIGNED_UP,
        createdAt: SIGNED_UP,
      })
      if (person.post) await addPost(tx, { accountId: id, ...person.post, from: SIGNED_UP })
    }
  })
  if (dialect === 'postgresql') await addReset(database)
  await database.close() // PostgreSQL copies no open database; SQLite's log goes into the file.
  return url
}

const removeTemplate = (url: string) =>
  rmSync(join(url.replace('file:', ''), '..'), { recursive: true, force: true })

/** Vitest's global setup. */
export default async function setup(): Promise<void> {
  process.env[VARIABLE] = await templateUrl()
}

/**
 * A database with the template's rows, open for one city. On PostgreSQL another city may have used it before,
 * and its rows may lie elsewhere in their files; `isNew` asks for one that nobody has used.
 */
export async function lendDatabase(dataDir: string, { isNew = false } = {}): Promise<Lent> {
  const template = await templateUrl()
  if (dialect === 'postgresql') {
    if (isNew) await dropKept(letGo)
    return await lend(() => copyOnPostgres(template), letGo)
  }
  const file = join(dataDir, 'city.sqlite')
  copyFileSync(template.replace('file:', ''), file)
  const url = `file:${file}`
  return { url, database: await openDatabase(url) }
}

async function copyOnPostgres(template: string): Promise<Lent> {
  const url = await createDatabase(process.env.DATABASE_URL!, template)
  return { url, database: await openDatabase(url) }
}

let databases = 0
/** PostgreSQL databases that nobody needs any more; they go when the next one is made. */
const done = new Set<string>()
export async function letGo({ url, database }: Lent): Promise<void> {
  await database.close()
  if (dialect === 'postgresql') done.add(nameOf(url))
}
const nameOf = (url: string) => new URL(url).pathname.slice(1)

/**
 * One connection to each server, kept: to open one costs PostgreSQL 10 ms of the processor. It keeps no
 * program from ending.
 */
const servers = new Map<string, Pool>()
function serverAt(base: string): Pool {
  const known = servers.get(base)
  if (known) return known
  const opened = new pg.Pool({ connectionString: base, max: 1, idleTimeoutMillis: 0, allowExitOnIdle: true })
  opened.on('error', () => {}) // Its server may stop before the program does.
  servers.set(base, opened)
  return opened
}

/** A PostgreSQL database of its own beside the one that is named, empty or like another; its address. */
export async function createDatabase(base: string, template?: string): Promise<string> {
  const name = `bee_${process.pid}_${Date.now()}_${databases++}`
  const server = serverAt(base)
  for (const each of done) {
    await server.query(`drop database if exists ${each} with (force)`)
    done.delete(each)
  }
  // Copied as files it takes a sixth of the work that it takes page by page through the log.
  const from = template ? ` template ${nameOf(template)} strategy file_copy` : ''
  await server.query(`create database ${name}${from}`)
  return Object.assign(new URL(base), { pathname: `/${name}` }).href
}
