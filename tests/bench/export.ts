import type { QueryContext } from '#server/sync/context.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { lists } from '#server/console/lists.ts'
import { areas, loadAreas } from '#server/core/areas/index.ts'
import { fileOf } from '#server/core/sheets/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { exportFormats } from '#shared/console/exports.ts'
import { median, promise } from './measure.ts'

// Lists of twenty thousand rows as files, from the first row read to the last byte written.
const ROWS = 20_000
const ROUNDS = 3
const EXPORT_MS_MAX = 2_000
const NOW = Date.parse('2026-11-23T02:00:00Z')

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const database = openSqlite(join(folder, 'export.sqlite'))
await migrate(database)
await database.transact(loadAreas)
const codes = await database.read.select({ id: areas.id }).from(areas)
const community = codes.find(({ id }) => id.length === 12)!.id
const numbers = `with recursive n(n) as (select 1 union all select n + 1 from n where n < ${ROWS})`
await database.run('begin')
await database.run(`${numbers} insert into accounts (id, role, phone, name, created_at)
  select printf('account-%d', n), 'courier', printf('1380%07d', n), printf('小哥%d', n), 0 from n`)
await database.run(`${numbers} insert into point_accounts (id, owner, kind, posted, held)
  select printf('account-%d', n), printf('account-%d', n), 'person', 10, 0 from n`)
await database.run(`${numbers} insert into transfers (id, kind, debit, credit, amount, reason, ref, actor_id,
    approver_id, occurred_on, note, posted_at)
  select printf('transfer-%d', n), 'post', 'issued', printf('account-%d', n), 10, 'reports.accepted',
    printf('report-%d', n), 'clerk', 'clerk', '2026-11-23', '路口井盖松动', ${NOW} - n from n`)
await database.run(`${numbers} insert into audit (id, at, actor_id, act, area_id, reason)
  select printf('line-%d', n), ${NOW} - n, printf('account-%d', n), 'people.give', '${community}', '熟悉小巷'
  from n`)
await database.run(`${numbers} insert into reports (number, id, reporter_id, kind, text, area_id, state,
    state_since, seen_at, filed_at, due_at, skew_ms, awaits_staff, supporters)
  select n, printf('report-%d', n), printf('account-%d', n), 'hazard', printf('路口井盖松动 %d', n),
    '${community}', 'filed', 0, 0, ${NOW} - n * 1000, ${NOW} + n * 60000, 0, 1, 0 from n`)
await database.run('commit')

const context = {
  read: database.read,
  actor: { accountId: 'clerk', role: 'resident', areaId: null, posts: [
    { id: 'post', kind: 'admin', scope: '4201', from: 0, until: null },
  ] },
  now: NOW,
  about: () => {},
} as unknown as QueryContext
const asked: Partial<Record<keyof typeof lists, object>> = {
  reports: { view: 'todo' },
  ledger: { from: '2026-11-22', to: '2026-11-23' },
  acts: {},
}
for (const [name, input] of Object.entries(asked)) {
  const { columns: told, pages } = lists[name as keyof typeof lists]
  const columns = typeof told === 'function' ? told(context) : told
  for (const format of exportFormats) {
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const before = process.cpuUsage()
      let bytes = 0
      for await (const piece of fileOf(format, name, columns, pages(input, context))) bytes += piece.length
      const { user, system } = process.cpuUsage(before)
      if (bytes < ROWS * 10) throw new Error(`${name} as ${format} has no rows`)
      times.push((user + system) / 1000) // Of the processor: what else runs counts for nothing.
    }
    const ms = median(times)
    promise(`${ROWS} rows of ${name} as ${format} (ms)`, ms, ms <= EXPORT_MS_MAX, `≤ ${EXPORT_MS_MAX}`)
  }
}
await database.close()
rmSync(folder, { recursive: true, force: true })
