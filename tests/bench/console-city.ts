import type { Database } from '#server/database/database.ts'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { figureCursors } from '#server/console/figures/tables.ts'
import { areas, inArea, loadAreas } from '#server/core/areas/index.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { photoFolder, storePhoto } from '#server/core/media/index.ts'
import { addPost } from '#server/core/posts/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { reportPhotos, reports, reportSteps } from '#server/features/reports/tables.ts'
import { openStates } from '#shared/reports/rules.ts'
import { and, inArray, max } from 'drizzle-orm'
import sharp from 'sharp'

const [REPORTS, OPEN, PEOPLE, UNITS, PHOTOS] = [1_000_000, 30_000, 20_000, 100, 100]
const HOUR_MS = 3_600_000
const ID_START = '0194f000-0000-7000-8'
/** Ids as phones make them, from SQL and from here. */
const idOf = (of: string, n: number) => `${ID_START}${of}-${String(n).padStart(12, '0')}`
const idBy = (of: string, n: string) => `printf('${ID_START}${of}-%012d', ${n})`
const one = (values: readonly string[], by: string) =>
  `case ${by} % ${values.length} ${values.map((value, at) => `when ${at} then '${value}'`).join(' ')} end`
const kinds = ['environment', 'hazard', 'security', 'warning', 'patrol', 'other']

export const unitId = (n: number) => idOf('aaa', n)

/**
 * A city on SQLite with a million reports, thirty thousand of them open, and twenty thousand people, in
 * `little-bee.sqlite` of the folder, where a server finds it; open. `now`: UTC ms of the newest report.
 */
export async function makeConsoleCity(folder: string, now: number) {
  const database = openSqlite(join(folder, 'little-bee.sqlite'))
  await migrate(database)
  await database.transact(loadAreas)
  const codes = (await database.read.select({ id: areas.id }).from(areas)).map(({ id }) => id)
  const communities = codes.filter(({ length }) => length === 12)
  await database.run('begin')
  await database.run(`create temp table communities as
    select row_number() over () - 1 n, value id from json_each('${JSON.stringify(communities)}')`)
  await database.run('create unique index temp.communities_by_n on communities (n)')
  await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${PEOPLE})
    insert into accounts (id, role, phone, name, created_at)
    select ${idBy('bbb', 'n')}, 'courier', printf('1380%07d', n), printf('小哥%d', n), 0 from n`)
  await addReports(database, communities.length, now)
  await database.run('commit')
  // Not analysed: no server's database is, so SQLite knows no more of it than there.
  return { database, codes, communities }
}

/** The newest are open, and older ones here and there. */
async function addReports(database: Database, communities: number, now: number) {
  await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${REPORTS}),
    facts as (
      select n, n > ${REPORTS - OPEN * 0.8} or n % ${Math.round(REPORTS / OPEN / 0.2)} = 0 is_open from n)
    insert into reports (number, id, reporter_id, kind, text, latitude, longitude, area_id, state,
      state_since, seen_at, filed_at, due_at, skew_ms, unit_id, awaits_staff, came_back_as, clerk_id,
      reused_photo, supporters)
    select n, ${idBy('ccc', 'n')}, ${idBy('bbb', `n % ${PEOPLE} + 1`)},
      case when n % 997 = 0 then 'emergency' else ${one(kinds, 'n')} end, printf('路口井盖松动 %d', n),
      30.4 + n * 7919 % 100003 / 250000.0, 114.1 + n * 6101 % 100019 / 250000.0,
      (select id from communities where communities.n = facts.n * 7919 % ${communities}),
      case when not is_open then ${one(['closed', 'closed', 'closed', 'declined', 'resolved'], 'n')}
        else ${one(['filed', 'accepted', 'assigned', 'working'], 'n')} end,
      ${now} - (${REPORTS} - n) * 1000, ${now} - (${REPORTS} - n) * 1000, ${now} - (${REPORTS} - n) * 1000,
      ${now} + (n % 1000 - 200) * ${HOUR_MS / 4}, n % 3000 * 200,
      case when n % 4 > 1 then ${idBy('aaa', `n / 4 % ${UNITS}`)} end, is_open and n % 4 < 2,
      case when is_open and n % 40 < 4 then ${one(['reopened', 'answered', 'handedBack'], 'n')} end,
      case when n % 2000 = 0 then 'clerk' end, n % 100 = 0, 0
    from facts`)
  await database.run(`insert into report_steps (id, report_id, step, at, part)
    select ${idBy('eee', 'number')}, id, 'accepted', filed_at, 'staff' from reports where number % 3 = 0`)
}

/** Gives open reports of an area a photo each, as many as the queue shows at once. */
export async function addPhotos(database: Database, folder: string, areaId: string, now: number) {
  const shown = await database.read
    .select({ id: reports.id })
    .from(reports)
    .where(and(inArea(reports.areaId, areaId), inArray(reports.state, [...openStates])))
    .limit(PHOTOS)
  for (const [at, { id: reportId }] of shown.entries()) {
    const noise = { type: 'gaussian', mean: 60 + at, sigma: 40 } as const
    const create = { width: 480, height: 640, channels: 3, background: '#888', noise } as const
    const bytes = await sharp({ create }).jpeg({ quality: 60 }).toBuffer()
    const photo = { hash: createHash('sha256').update(bytes).digest('hex'), bytes }
    const store = { database, folder: photoFolder(folder) }
    await storePhoto(store, { ...photo, accountId: idOf('bbb', at + 1), now })
    const row = { reportId, position: 0, hash: photo.hash, part: 'before' } as const
    await database.transact(async tx => void await tx.insert(reportPhotos).values(row))
  }
}

/** Units with people, and somebody who decides about reports of each area; their phones in this order. */
export async function appointDeciders(database: Database, scopes: readonly string[], now: number) {
  const phones = scopes.map((_, at) => `1380999000${at}`)
  await database.transact(async (tx) => {
    for (let at = 0; at < UNITS; at++) {
      await tx.insert(units).values({ id: unitId(at), name: `处置单位 ${at}`, areaId: '4201' })
      const post = { kind: 'unit', scope: unitId(at), from: 0 } as const
      await addPost(tx, { ...post, accountId: idOf('bbb', at + 1) })
    }
    for (const [at, scope] of scopes.entries()) {
      const id = idOf('ddd', at)
      const account = { id, phone: phones[at]!, name: `经办 ${at}`, role: 'resident' } as const
      await tx.insert(accounts).values({ ...account, createdAt: now, registeredAt: now })
      await addPost(tx, { accountId: id, kind: scope === '4201' ? 'admin' : 'staff', scope, from: 0 })
    }
  })
  return phones
}

/** Leaves a server nothing to count of what there is: that would take it minutes of its own. */
export async function skipFigures(database: Database) {
  await database.transact(async (tx) => {
    const [last] = await tx.select({ id: max(reportSteps.id) }).from(reportSteps)
    await tx.insert(figureCursors).values([
      { source: 'whole', upTo: '1' },
      { source: 'steps', upTo: last!.id! },
      { source: 'reports', upTo: `${REPORTS}` },
    ])
  })
}
