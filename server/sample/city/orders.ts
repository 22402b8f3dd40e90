import type { Transaction } from '#server/database/database.ts'
import type { Random } from '../random.ts'
import type { Paid, Purses } from './purses.ts'
import { digitsOf, hashDigits } from '#server/features/mall/digits.ts'
import { mallItems, mallOrders, mallStock, mallStockMoves } from '#server/features/mall/tables.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { PICK_UP_DAYS, piecesText } from '#shared/mall/rules.ts'
import { eq } from 'drizzle-orm'
import { sampleGoods } from '../goods.ts'
import { sampleId } from '../people.ts'
import { openRandom } from '../random.ts'
import { itemId } from '../seed-goods.ts'
import { stationId, stationNames } from '../stations.ts'
import { countUses } from './pictures.ts'
import { DAYS } from './published.ts'
import { HOUR_MS, idAt, insertAll, MINUTE_MS, weighted } from './rows.ts'

type Order = typeof mallOrders.$inferInsert
type Ending = 'handedOver' | 'cancelled' | 'lapsed'
const endings = ['handedOver', 'cancelled', 'lapsed'] as const satisfies Ending[]
const endingWeights = [86, 8, 6] as const
/** The probability that somebody who earned points looks at the mall then. */
const REDEEMS = 0.45

interface Given {
  readonly now: number
  readonly awards: readonly Paid[]
  /** Empty at the beginning. */
  readonly purses: Purses
  /** The keeper at each station. */
  readonly keepers: ReadonlyMap<string, string>
  readonly photoOf: (picture: string) => string
}

/** Pays the awards in order, some of which are redeemed for goods; then writes ledger and mall. */
export async function writeMall(tx: Transaction, given: Given): Promise<void> {
  const orders = drawOrders(given)
  const { now, purses, photoOf } = given
  const begun = now - (DAYS + 10) * DAY_MS
  await insertAll(tx, mallItems, sampleGoods.map(({ name, picture, perPerson, donor, ...item }) => ({
    ...item,
    id: itemId(name),
    kind: 'goods' as const,
    name,
    photo: photoOf(picture),
    perPerson: perPerson ?? null,
    donorName: donor?.name ?? null,
    donorWords: donor?.words ?? null,
    isListed: true,
    changedAt: begun,
    changedBy: sampleId('admin'),
  })))
  await countUses(tx, sampleGoods.map(({ picture }) => ({ hash: photoOf(picture), at: begun })))
  await writeStock(tx, orders, begun)
  await purses.write(tx) // Written before the orders, because each refers to its hold.
  for (const order of orders.toSorted((a, b) => a.orderedAt - b.orderedAt)) await writeOrder(tx, order)
}

function drawOrders({ now, purses, awards, keepers }: Given): Order[] {
  const random = openRandom(918)
  const orders: Order[] = []
  const owned = new Set<string>()
  // In the order of time, so that points are paid before they are redeemed.
  for (const award of awards.toSorted((a, b) => a.at - b.at)) {
    if (!purses.award(award) || random.between(0, 1) > REDEEMS) continue
    const orderedAt = Math.floor(award.at + random.between(0.2, 96) * HOUR_MS)
    if (orderedAt > now - HOUR_MS) continue
    const order = drawOrder(random, purses, { accountId: award.accountId, orderedAt, now, keepers }, owned)
    if (order) orders.push(order)
  }
  return orders
}

/** Every order is inserted open, because the table accepts no other. */
async function writeOrder(tx: Transaction, order: Order): Promise<void> {
  const { state, closedAt, closedBy, handedOverAt, ...begun } = order
  await tx.insert(mallOrders).values({ ...begun, state: 'open' })
  const closed = { state, closedAt, closedBy, handedOverAt }
  if (state !== 'open') await tx.update(mallOrders).set(closed).where(eq(mallOrders.id, order.id))
}

interface Wish extends Pick<Given, 'now' | 'keepers'> {
  readonly accountId: string
  readonly orderedAt: number
}

function drawOrder(random: Random, purses: Purses, wish: Wish, owned: Set<string>): Order | undefined {
  const { accountId, orderedAt, now, keepers } = wish
  const item = random.pick(sampleGoods)
  const key = `${accountId} ${item.name}`
  if (item.perPerson !== undefined && owned.has(key)) return undefined
  const id = idAt(orderedAt, `order ${accountId}`)
  const note = piecesText(item.name, 1)
  const holdId = purses.hold({ accountId, amount: item.price, orderId: id, note, at: orderedAt })
  if (holdId === undefined) return undefined
  owned.add(key)
  const station = stationId(random.pick(stationNames))
  const pickUpBy = startOfDay(dayOf(orderedAt + PICK_UP_DAYS * DAY_MS)) + DAY_MS - 1000
  const ending = endings[weighted(random, endingWeights)]!
  const goneAt = Math.floor(orderedAt + random.between(2, 90) * HOUR_MS)
  const closedAt = ending === 'lapsed' ? pickUpBy + MINUTE_MS : goneAt
  const closedBy = { handedOver: keepers.get(station)!, cancelled: accountId, lapsed: 'system' }[ending]
  const isOver = closedAt <= now - MINUTE_MS
  if (isOver) {
    const way = ending === 'handedOver' ? 'settle' : 'void'
    purses.resolve(way, {
      accountId,
      amount: item.price,
      orderId: id,
      note,
      at: closedAt,
      holdId,
      actorId: closedBy,
    })
  }
  return {
    id,
    accountId,
    itemId: itemId(item.name),
    stationId: station,
    count: 1,
    points: item.price,
    holdId,
    state: isOver ? ending : 'open',
    digitsHash: hashDigits(station, digitsOf(id, 0)),
    digitsRound: 0,
    orderedAt,
    pickUpBy,
    remindAt: null,
    closedAt: isOver ? closedAt : null,
    closedBy: isOver ? closedBy : null,
    handedOverAt: isOver && ending === 'handedOver' ? closedAt : null,
  }
}

/** Writes the shelves: the initial stock less what was handed over; open orders reserve theirs. */
async function writeStock(tx: Transaction, orders: readonly Order[], begun: number): Promise<void> {
  const random = openRandom(24)
  const moves: (typeof mallStockMoves.$inferInsert)[] = []
  const stock: (typeof mallStock.$inferInsert)[] = []
  for (const { name } of sampleGoods) {
    for (const place of stationNames) {
      const at = { itemId: itemId(name), stationId: stationId(place) }
      const here = orders.filter(order => order.itemId === at.itemId && order.stationId === at.stationId)
      const gone = here.filter(({ state }) => state === 'handedOver')
      const reserved = here.filter(({ state }) => state === 'open').length
      const left = reserved + Math.floor(random.between(0, 18))
      stock.push({ ...at, onHand: left, reserved, isOffered: true })
      const ref = idAt(begun, `arrival ${name} ${place}`)
      const actorId = sampleId('admin')
      const count = left + gone.length
      const arrived = { id: ref, cause: 'arrived', ref, count, words: '开站备货', actorId, at: begun } as const
      if (count > 0) moves.push({ ...at, ...arrived })
      moves.push(...gone.map(({ id, closedAt, closedBy }) => ({
        ...at,
        id: idAt(closedAt!, `handed over ${id}`),
        cause: 'handedOver' as const,
        ref: id,
        count: -1,
        words: '',
        actorId: closedBy!,
        at: closedAt!,
      })))
    }
  }
  await insertAll(tx, mallStock, stock)
  await insertAll(tx, mallStockMoves, moves)
}
