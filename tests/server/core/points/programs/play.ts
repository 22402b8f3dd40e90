import type { TestCity } from '../../../../support/city.ts'
import type { Act } from './acts.ts'
import type { Stage } from './stage.ts'
import { award, checkPoints, pointsFeature } from '#server/core/points/index.ts'
import { pointAccounts, pointCorrections } from '#server/core/points/tables.ts'
import { lapseDuePoints, remindOfLapses } from '#server/core/points/tasks.ts'
import { digitsOf } from '#server/features/mall/digits.ts'
import { mallOrders, mallStock } from '#server/features/mall/tables.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { caps, organisers, people, prices, STATIONS } from './acts.ts'
import { Model } from './model.ts'
import { idOf, onStage } from './stage.ts'

const DAY_MS = 86_400_000
type Played = { outcome: string, expected: string } | 'nothing to do'

/**
 * Plays a program on the real city and on the model side by side; after each step every invariant holds and
 * both agree. Returns what succeeded, and how it ended.
 */
export async function playProgram(
  city: TestCity,
  acts: readonly Act[],
): Promise<{ succeeded: string[], end: string }> {
  return await onStage(city, async (stage) => {
    const model = new Model(stage.now)
    const succeeded: string[] = []
    for (const act of acts) {
      const played = await playAct(stage, model, act)
      if (played === 'nothing to do') continue
      expect(played.outcome, JSON.stringify(act)).toBe(played.expected)
      expect(await checkPoints(stage.database), JSON.stringify(act)).toEqual([])
      expect(await balances(stage), JSON.stringify(act)).toEqual(balancesOf(model, stage))
      if (/^(?:accepted|awarded|[1-9]\d*)$/.test(played.outcome)) succeeded.push(act.name)
    }
    await compareEnds(stage, model)
    return { succeeded, end: await dump(stage) }
  })
}

/** One of the list that fits, or any; undefined when there is none. */
function pickFrom<Item>(
  items: readonly Item[],
  pick: number,
  fits: (item: Item) => boolean,
): { item: Item, n: number } | undefined {
  const fitting = items.map((item, n) => ({ item, n })).filter(({ item }) => fits(item))
  return fitting[pick % Math.max(1, fitting.length)]
}

async function playAct(stage: Stage, model: Model, act: Act): Promise<Played> {
  switch (act.name) {
    case 'award': return { outcome: await awardFor(stage, act), expected: model.award(act) }
    case 'redeem': {
      const order = {
        orderId: idOf('order', model.orders.length),
        itemId: idOf('item', act.item),
        stationId: idOf('station', act.station),
        count: act.count,
        price: prices[act.item],
      }
      return {
        outcome: await stage.send(people[act.who]!, 'mall.redeem', order),
        expected: model.redeem(act),
      }
    }
    case 'handOver':
    case 'cancel':
    case 'lapseOrder': return await closeOne(stage, model, act)
    case 'lapse': return { outcome: String(await lapseDuePoints(stage.clockwork)), expected: model.lapse() }
    case 'remind':
      passTime(stage, model, Math.max(stage.now, model.december(act.isInTime)))
      return { outcome: String(await remindOfLapses(stage.clockwork)), expected: model.remind() }
    case 'ask': return await ask(stage, model, act)
    case 'decide': return await decideOne(stage, model, act)
    case 'setCap':
      model.capMax[act.cap] = act.max
      return {
        outcome: await stage.send('admin', 'points.setCap', { cap: caps[act.cap], max: act.max }),
        expected: 'accepted',
      }
    case 'arrive':
      model.shelf(act.item, act.station).onHand += act.count
      return {
        outcome: await stage.send('keeper', 'mall.arrive', {
          moveId: idOf('move', stage.nextMove()),
          itemId: idOf('item', act.item),
          stationId: idOf('station', act.station),
          count: act.count,
          words: '',
        }),
        expected: 'accepted',
      }
    case 'move':
      return {
        outcome: await stage.send('admin', 'mall.move', {
          moveId: idOf('move', stage.nextMove()),
          itemId: idOf('item', act.item),
          from: idOf('station', act.from),
          to: idOf('station', 1 - act.from),
          count: act.count,
          words: '',
        }),
        expected: model.move(act.item, act.from, act.count),
      }
    case 'wait':
      return passTime(stage, model, stage.now + act.days * DAY_MS)
    case 'newYear':
      return passTime(stage, model, model.afterNewYear(act.daysAfter))
  }
}

function passTime(stage: Stage, model: Model, now: number): Played {
  stage.now = now
  model.now = now
  return { outcome: 'accepted', expected: 'accepted' }
}

const awardFor = (stage: Stage, { who, amount, cap, daysAgo, cause }: Extract<Act, { name: 'award' }>) =>
  stage.within('staff', context =>
    award(context, {
      accountId: stage.city.ids[people[who]!],
      amount,
      cap: caps[cap]!,
      reason: 'reports.accepted',
      ref: idOf('cause', cause),
      note: '',
      occurredOn: dayOf(stage.now - daysAgo * DAY_MS),
      approverId: stage.city.ids.staff,
    }))

async function closeOne(
  stage: Stage,
  model: Model,
  { name, pick, isOpen }: Extract<Act, { pick: number, name: 'cancel' | 'handOver' | 'lapseOrder' }>,
): Promise<Played> {
  const found = pickFrom(model.orders, pick, ({ state }) => !isOpen || state === 'open')
  if (!found) return 'nothing to do'
  const orderId = idOf('order', found.n)
  if (name === 'cancel') {
    return {
      outcome: await stage.send(found.item.who, 'mall.cancel', { orderId }),
      expected: model.close(found.item, 'cancelled'),
    }
  }
  if (name === 'lapseOrder' && isOpen && stage.now <= found.item.pickUpBy)
    passTime(stage, model, found.item.pickUpBy + 1000)
  if (name === 'lapseOrder') {
    return {
      outcome: await stage.send('system', 'mall.lapse', { orderId }),
      expected: model.close(found.item, 'lapsed'),
    }
  }
  const [order] = await stage.tx.select().from(mallOrders).where(eq(mallOrders.id, orderId))
  const handOver = {
    code: digitsOf(orderId, order!.digitsRound),
    stationId: idOf('station', found.item.station),
  }
  return {
    outcome: await stage.send('keeper', 'mall.handOver', handOver),
    expected: model.close(found.item, 'handedOver'),
  }
}

async function ask(stage: Stage, model: Model, act: Extract<Act, { name: 'ask' }>): Promise<Played> {
  const [who, by] = [[...people, 'admin' as const][act.who]!, organisers[act.by]!]
  const correction = {
    correctionId: idOf('correction', model.corrections.length),
    phone: stage.city.phoneOf(who),
    amount: act.amount,
    words: '更正',
  }
  return {
    outcome: await stage.send(by, 'points.correct', correction),
    expected: model.ask(who, by, act.amount),
  }
}

async function decideOne(stage: Stage, model: Model, act: Extract<Act, { name: 'decide' }>): Promise<Played> {
  const found = pickFrom(model.corrections, act.pick, ({ state }) => !act.isOpen || state === 'asked')
  if (!found) return 'nothing to do'
  const by = act.isOther ? model.someoneElse(found.item.by) : organisers[act.by]!
  const decision = { correctionId: idOf('correction', found.n), isApproved: act.isApproved }
  return {
    outcome: await stage.send(by, 'points.approveCorrection', decision),
    expected: model.decide(found.item, by, act.isApproved),
  }
}

async function balances({ tx }: Stage) {
  const rows = await tx
    .select({ id: pointAccounts.id, posted: pointAccounts.posted, held: pointAccounts.held })
    .from(pointAccounts)
    .where(eq(pointAccounts.kind, 'person'))
  return Object.fromEntries(
    rows.filter(({ posted }) => posted > 0).map(({ id, posted, held }) => [id, { posted, held }]),
  )
}

const balancesOf = (model: Model, { city }: Stage) => Object.fromEntries(Object.entries(model.purses)
  .filter(([, { posted }]) => posted > 0)
  .map(([name, { posted, held }]) => [city.ids[name as keyof Model['purses']], { posted, held }]))

async function compareEnds(stage: Stage, model: Model) {
  const { tx, city, now } = stage
  const orders = await tx.select({ state: mallOrders.state }).from(mallOrders).orderBy(asc(mallOrders.id))
  expect(orders).toEqual(model.orders.map(({ state }) => ({ state })))
  const corrections = await tx
    .select({ state: pointCorrections.state, debt: pointCorrections.debt })
    .from(pointCorrections)
    .orderBy(asc(pointCorrections.id))
  expect(corrections).toEqual(model.corrections.map(({ state, debt }) => ({ state, debt })))
  const shelves = await tx
    .select({ onHand: mallStock.onHand, reserved: mallStock.reserved })
    .from(mallStock)
    .orderBy(asc(mallStock.itemId), asc(mallStock.stationId))
  expect(shelves).toEqual(model.shelves.slice(0, prices.length * STATIONS))
  for (const [name, purse] of Object.entries(model.purses)) {
    const actor = stage.actor(name as keyof Model['purses'])
    const { settings, rulings } = stage.city
    const context = { read: tx, actor, now, settings, rulings, about: () => {} }
    const mine = await pointsFeature.queries['points.mine']({}, context)
    expect(mine, `${name} of ${city.dataDir}`).toMatchObject({
      available: purse.available,
      held: purse.held,
      lapses: purse.nextLapse(now),
    })
    if (!mine.hasMore)
      expect(mine.transfers.reduce((sum, { amount }) => sum + amount, 0)).toBe(purse.available)
  }
}

const tables = {
  transfers:
    `select kind, debit, credit, amount, reason, ref, cap, actor_id, approver_id, occurred_on, note, posted_at
      from transfers order by reason, ref`,
  accounts: 'select id, kind, posted, held from point_accounts order by id',
  caps: 'select account_id, day, cap, used, max from point_caps order by account_id, day, cap',
  limits: 'select seq, value from rulings order by seq',
  corrections: 'select id, account_id, amount, state, debt, decided_by from point_corrections order by id',
  orders:
    `select id, account_id, item_id, station_id, count, points, state, pick_up_by, closed_at, closed_by
      from mall_orders order by id`,
  shelves: 'select item_id, station_id, on_hand, reserved from mall_stock order by item_id, station_id',
  moves: 'select cause, item_id, station_id, count, at from mall_stock_moves',
}

/** Everything that is kept, with names for the ids that differ from city to city, in an order of its own. */
async function dump({ database, city }: Stage): Promise<string> {
  const kept: Record<string, string[]> = {}
  for (const [name, query] of Object.entries(tables)) {
    const rows = await database.run(query)
    kept[name] = rows.map(row =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(row).map(([key, value]) => [
            key,
            // Numbers and JSON as either engine gives them.
            typeof value === 'bigint' || (typeof value === 'string' && /^(?:\d+$|\{)/.test(value))
              ? JSON.parse(String(value))
              : value,
          ]),
        ),
      ),
    )
  }
  let text = JSON.stringify(kept)
  for (const [name, id] of Object.entries(city.ids)) text = text.replaceAll(id, name)
  // What is left of such ids are holds.
  const parsed = JSON.parse(text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g, 'hold')) as Record<
    string,
    string[]
  >
  return JSON.stringify(
    Object.fromEntries(Object.entries(parsed).map(([name, rows]) => [name, rows.sort()])),
    null,
    1,
  )
}
