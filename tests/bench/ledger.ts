import type { Actor, QueryContext } from '#server/sync/context.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPoints, pointsFeature } from '#server/core/points/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { median, promise } from './measure.ts'

// A ledger of a million transfers: how long it takes to check it whole, and to open the page of points of
// somebody with ten thousand.
const PEOPLE = 20_000
const AWARDS = 40 // Of each; three a day.
const ORDERS = 5 // Of each: four handed over, one cancelled.
const BUSY_AWARDS = 10_000
const PRICE = 15
const ROUNDS = 200
const FIRST = Date.parse('2025-03-01T00:00:00Z')
const NOW = Date.parse('2026-11-23T00:00:00Z')

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const database = openSqlite(join(folder, 'ledger.sqlite'))
await migrate(database)

const id = (kind: number, n: string) => `printf('${kind}0000000-0000-7000-8000-%012x', ${n})`
const numbers = (count: number) =>
  `with recursive n(n) as (select 0 union all select n + 1 from n where n < ${count - 1})`
const day = (instant: string) => `date((${instant}) / 1000 + 28800, 'unixepoch')`
const fill = async (statement: string) => void (await database.run(statement))
const transfer =
  `insert into transfers (id, kind, debit, credit, amount, reason, ref, pending_id, cap, actor_id,
      approver_id, occurred_on, note, posted_at)`

/** Awards of `count`, dealt out in turn to so many people, three of each on one day. */
async function giveAwards(kind: number, count: number, people: number, person: string) {
  const at = `${FIRST} + (n / ${people} / 3) * 86400000 + n % ${people}`
  await fill(
    `${numbers(count)} ${transfer}
      select ${id(kind, 'n')}, 'post', 'issued', ${person}, 10, 'reports.accepted', ${id(kind + 1, 'n')},
        null, 'reports.lead', 'staff', 'staff', ${day(at)}, '#1', ${at} from n`,
  )
}

async function fillLedger() {
  await fill('begin')
  await fill(
    `${numbers(PEOPLE)} insert into point_accounts (id, owner, kind, posted)
      select ${id(1, 'n')}, ${id(1, 'n')}, 'person', ${AWARDS * 10 - (ORDERS - 1) * PRICE} from n`,
  )
  await fill(
    `insert into point_accounts (id, owner, kind, posted)
      values ('busy', 'busy', 'person', ${BUSY_AWARDS * 10})`,
  )
  await giveAwards(2, PEOPLE * AWARDS, PEOPLE, id(1, `n % ${PEOPLE}`))
  await giveAwards(4, BUSY_AWARDS, BUSY_AWARDS / 600, '\'busy\'')
  await fill(
    `insert into point_caps (account_id, day, cap, used, max)
      select credit, occurred_on, cap, sum(amount), 1000 from transfers group by credit, occurred_on, cap`,
  )
  await fillOrders(PEOPLE * ORDERS)
  await fill('commit')
}

async function fillOrders(count: number) {
  const [person, at] = [id(1, `n % ${PEOPLE}`), `${FIRST} + 2000000000 + n`]
  await fill(
    `insert into stations (id, number, name, area_id, latitude, longitude, address)
      values ('s', 1, '驿站', '420103006', 30, 114, '')`,
  )
  await fill(
    `insert into mall_items (id, kind, category, name, words, price, is_listed, changed_at, changed_by)
      values ('i', 'goods', 'daily', '雨衣', '', ${PRICE}, 1, 0, 'admin')`,
  )
  await fill(
    `insert into mall_stock (item_id, station_id, on_hand, reserved, is_offered) values ('i', 's', 0, 0, 1)`,
  )
  await fill(
    `${numbers(count)} ${transfer}
      select ${id(6, 'n')}, 'hold', ${person}, 'spent', ${PRICE}, 'mall.redeemed', ${id(7, 'n')}, null, null,
        ${person}, null, ${day(at)}, '雨衣', ${at} from n`,
  )
  await fill(
    `${numbers(count)} insert into mall_orders (id, account_id, item_id, station_id, count, points, hold_id,
        state, digits_hash, digits_round, ordered_at, pick_up_by)
      select ${id(7, 'n')}, ${person}, 'i', 's', 1, ${PRICE}, ${id(6, 'n')},
        'open', ${id(7, 'n')}, 0, ${at}, ${at} from n`,
  )
  const isSpent = `n / ${PEOPLE} > 0` // The first is cancelled.
  await fill(
    `${numbers(count)} ${transfer}
      select ${id(8, 'n')}, case when ${isSpent} then 'settle' else 'void' end, ${person}, 'spent', ${PRICE},
        case when ${isSpent} then 'mall.handedOver' else 'mall.released' end, ${id(7, 'n')}, ${id(6, 'n')},
        null, 'keeper', null, ${day(at)}, '雨衣', ${at} + 1 from n`,
  )
  await fill(
    `update mall_orders set closed_at = 1, closed_by = 'keeper', state = 'handedOver', handed_over_at = 1
      where (number - 1) / ${PEOPLE} > 0`,
  )
  await fill(
    `update mall_orders set closed_at = 1, closed_by = account_id, state = 'cancelled' where state = 'open'`,
  )
  await fill(
    `insert into mall_stock_moves (id, item_id, station_id, cause, ref, count, words, actor_id, at)
      values ('m', 'i', 's', 'arrived', 'm', ${(count * (ORDERS - 1)) / ORDERS}, '', 'keeper', 0)`,
  )
  await fill(
    `insert into mall_stock_moves (id, item_id, station_id, cause, ref, count, words, actor_id, at)
      select id, 'i', 's', 'handedOver', id, -1, '', 'keeper', 1 from mall_orders
      where state = 'handedOver'`,
  )
}

await fillLedger()
const [{ count }] = await database.run('select count(*) as count from transfers') as [{ count: number }]
console.log(`a ledger of ${count} transfers`)

const began = performance.now()
const broken = await checkPoints(database)
const checkS = (performance.now() - began) / 1000
promise('invariants that don\'t hold', broken.length, broken.length === 0, '0')
promise('checking the ledger (s)', checkS, checkS <= 5, '≤ 5')

const actor: Actor = { accountId: 'busy', role: 'courier', areaId: null, posts: [] }
const openPage = async () => {
  const start = performance.now()
  const context = { read: database.read, actor, now: NOW } as QueryContext
  const { transfers, hasMore } = await pointsFeature.queries['points.mine']({}, context)
  if (transfers.length < 50 || !hasMore) throw new Error('that was no page of ten thousand')
  return performance.now() - start
}
const times: number[] = []
for (let round = 0; round < ROUNDS; round++) times.push(await openPage())
promise('the points page of 10,000 transfers (ms)', median(times), median(times) <= 5, '≤ 5')

await database.close()
rmSync(folder, { recursive: true, force: true })
