import type { TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { guardsOf, runWithout } from '../../../support/guards.ts'
import { counterOf, STATIONS } from './counter.ts'
import { attackedTables, attacks } from './mall-attacks.ts'

const MINUTE_MS = 60_000
let city: TestCity
let counter: Counter
let before: Record<string, unknown>[][]
const contents = async () =>
  await Promise.all(attackedTables.map(table => city.database.run(`select * from ${table} order by 1, 2`)))

/** One order open (#1), one handed over (#2), one cancelled (#3) and given out all the same. */
beforeAll(async () => {
  city = await openTestCity()
  counter = await counterOf(city)
  await counter.earn('rider', 2)
  const itemId = await counter.list()
  await counter.redeem('rider', itemId)
  const [second, third] = [await counter.redeem('rider', itemId), await counter.redeem('rider', itemId)]
  await city.as('keeper').done('mall.handOver', { code: second.code!, stationId: STATIONS.bridge.id })
  await city.as('rider').done('mall.cancel', { orderId: third.id })
  city.time.now += 10 * MINUTE_MS
  await city.as('keeper').later(5 * MINUTE_MS, 'mall.handOver', {
    code: third.code!,
    stationId: STATIONS.bridge.id,
  })
  before = await contents()
})
afterAll(() => city.close())

const statementOf = (text: string) =>
  text.replaceAll('KEEPER', city.ids.keeper).replaceAll('STAFF', city.ids.staff)
/** Rows changed where these guards are missing: none where the database refuses, or passes it over. */
const changedWithout = async (guards: readonly string[], text: string) =>
  await runWithout(city, guards, statementOf(text)).catch(() => 0)

it.each(attacks)('the database itself does not let anybody $to', async ({ sql }) => {
  await city.database
    .run(statementOf(sql))
    .catch((error: Error) => expect(error.message).not.toMatch(/syntax|no such|does not exist/))
  expect(await contents()).toEqual(before)
})

it.each(attacks)('without its guard it would let somebody $to', async ({ sql, guards }) => {
  expect(await runWithout(city, guards, statementOf(sql))).toBeGreaterThan(0)
  for (const guard of guards) {
    expect(
      await changedWithout(
        guards.filter(other => other !== guard),
        sql,
      ),
      `${guard} alone`,
    ).toBe(0)
  }
})

it('no constraint and no trigger of the mall is there without being needed', async () => {
  expect([...new Set(attacks.flatMap(({ guards }) => guards))].sort()).toEqual(
    (await guardsOf(city, attackedTables)).sort(),
  )
})

it('and what the mall\'s books say holds', async () => {
  expect(await checkPoints(city.database)).toEqual([])
})
