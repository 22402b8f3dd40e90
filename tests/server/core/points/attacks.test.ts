import type { TestCity } from '../../../support/city.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { lapseReminders, pointAccounts } from '#server/core/points/tables.ts'
import { dialect } from '#server/database/dialect.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { guardsOf, runWithout } from '../../../support/guards.ts'
import { attackedTables, attacks } from './attacks/attacks.ts'
import { give } from './awarded.ts'
import { furnish, idOf, onStage } from './programs/stage.ts'

let city: TestCity
let names: Record<string, string>
beforeAll(async () => {
  city = await openTestCity()
  await furnish(city)
  await settleDown()
  names = {
    RIDER: city.ids.rider,
    SECOND: city.ids.rider2,
    IDLE: city.ids.rider3,
    ADMIN: city.ids.admin,
    OTHER: city.ids.admin2,
    STAFF: city.ids.staff,
    ASKED: idOf('correction', 0),
    OPEN: await holdOf(0),
    VOIDED: await holdOf(1),
  }
})
afterAll(() => city.close())

const holdOf = async (order: number) =>
  String(
    (
      await city.database.run(`select hold_id as id from mall_orders where id = '${idOf('order', order)}'`)
    )[0]!.id,
  )
const statementOf = (text: string) =>
  Object.entries(names).reduce(
    (statement, [name, id]) => statement.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), id),
    text,
  )

/**
 * A little of everything: awards, an open order and a cancelled one, a correction that waits and one that was
 * approved, a cap, a reminder.
 */
async function settleDown() {
  await give(city, 'a', { amount: 100 })
  await give(city, 'b', { amount: 100, accountId: city.ids.rider2 })
  await city.database.transact(async (tx) => {
    await tx.insert(pointAccounts).values({ id: city.ids.rider3, owner: city.ids.rider3, kind: 'person' })
    await tx.insert(lapseReminders).values({ accountId: city.ids.rider, cutoff: '2026-01-01', remindedAt: 1 })
  })
  const redeem = (n: number) => ({
    name: 'mall.redeem',
    input: {
      orderId: idOf('order', n),
      itemId: idOf('item', 0),
      stationId: idOf('station', 0),
      count: 1,
      price: 15,
    },
  })
  const correct = (n: number, amount: number) => ({
    name: 'points.correct',
    input: { correctionId: idOf('correction', n), phone: city.phoneOf('rider'), amount, words: '更正' },
  })
  const replies = [
    ...(await city
      .as('rider')
      .send(redeem(0), redeem(1), { name: 'mall.cancel', input: { orderId: idOf('order', 1) } })),
    ...(await city
      .as('admin')
      .send(correct(0, -20), correct(1, 5), {
        name: 'points.setCap',
        input: { cap: 'reports.lead', max: 400 },
      })),
    ...(await city
      .as('admin2')
      .send({
        name: 'points.approveCorrection',
        input: { correctionId: idOf('correction', 1), isApproved: true },
      })),
  ]
  expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 'accepted'))
}

it('there is enough to attack', async () => {
  expect(attacks.length).toBeGreaterThanOrEqual(25)
  expect(await checkPoints(city.database)).toEqual([])
})

it.each(attacks)('the database itself refuses to $to', async ({ sql }) => {
  await expect(city.database.run(statementOf(sql))).rejects.toThrow()
  expect(await checkPoints(city.database)).toEqual([])
})

it.each(attacks)('without its guard it would let somebody $to', async ({ sql, guards }) => {
  await runWithout(city, guards, statementOf(sql))
  for (const guard of guards) {
    await expect(
      runWithout(
        city,
        guards.filter(other => other !== guard),
        statementOf(sql),
      ),
      `${guard} alone`,
    ).rejects.toThrow()
  }
})

it('no constraint and no trigger of the ledger is there without being needed', async () => {
  const needed = new Set(attacks.flatMap(({ guards }) => guards))
  expect([...needed].sort()).toEqual((await guardsOf(city, attackedTables)).sort())
})

it('the invariants notice what no constraint can: a balance, cap or shelf nothing explains', async () => {
  const broken = async (...statements: string[]) =>
    await onStage(city, async ({ database }) => {
      for (const statement of statements) {
        if (dialect === 'sqlite') await city.database.run(statementOf(statement))
        else await database.run(statementOf(statement))
      }
      return (await checkPoints(database)).map(({ name }) => name)
    })
  const [fold, total] = [
    'a balance is the fold of its transfers',
    'what people have is what was issued, less what was spent, lapsed or taken back',
  ]
  expect(await broken(`update point_accounts set posted = 60 where id = 'RIDER'`)).toEqual([fold, total])
  expect(
    await broken(
      `update point_accounts set posted = posted + 1 where id = 'RIDER'`,
      `update point_accounts set posted = posted - 1 where id = 'SECOND'`,
    ),
  ).toEqual([fold])
  expect(await broken(`update point_accounts set held = 0 where id = 'RIDER'`)).toEqual([fold])
  expect(await broken('update point_caps set used = 10')).toEqual(['a cap counts what was given under it'])
  expect(await broken(`update mall_stock set on_hand = on_hand + 1`)).toEqual([
    'what is on the shelf is the sum of what came and went',
  ])
  expect(await broken(`update mall_stock set reserved = reserved + 1`)).toEqual([
    'what is reserved is what open orders wait for',
  ])
  expect(
    await broken(
      `update point_corrections set state = 'approved', decided_by = 'OTHER', decided_at = 1
        where id = 'ASKED'`,
    ),
  ).toEqual(['an approved correction moved what it says, but for its debt, and no other moved anything'])
  expect(
    await broken(
      `update mall_orders set state = 'cancelled', closed_at = 1, closed_by = account_id
        where state = 'open'`,
    ),
  ).toEqual([
    'an order is open as long as its hold is, and closed as its hold was resolved',
    'what is reserved is what open orders wait for',
  ])
})
