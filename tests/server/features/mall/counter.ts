import type { CommandInput } from '#shared/commands.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { addPost } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { mallStock } from '#server/features/mall/tables.ts'
import { and, eq } from 'drizzle-orm'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { keeperOf } from '../../../support/posts.ts'
import { streetOf } from '../reports/street.ts'

/**
 * Three stations; `keeper` keeps the first two, nobody the third. The second is nearer to the first than the
 * third is.
 */
export const STATIONS = {
  bridge: {
    id: '0194f000-0000-7000-8000-0000000000b1',
    number: 1,
    name: '桥头驿站',
    areaId: COMMUNITY,
    latitude: 30.58,
    longitude: 114.27,
    address: '测试路 1 号',
  },
  market: {
    id: '0194f000-0000-7000-8000-0000000000b2',
    number: 2,
    name: '集市驿站',
    areaId: COMMUNITY,
    latitude: 30.59,
    longitude: 114.27,
    address: '测试路 2 号',
  },
  lake: {
    id: '0194f000-0000-7000-8000-0000000000b3',
    number: 3,
    name: '湖边驿站',
    areaId: ELSEWHERE,
    latitude: 30.65,
    longitude: 114.27,
    address: '测试路 3 号',
  },
} as const
export type StationName = keyof typeof STATIONS
export const PRICE = 30

/** What happens at the counters, in the words of the tests. */
export async function counterOf(city: TestCity) {
  await city.database.transact(async (tx) => {
    await tx.insert(stations).values(Object.values(STATIONS))
    for (const name of ['bridge', 'market'] as const)
      await addPost(tx, { ...keeperOf(city), scope: STATIONS[name].id })
  })
  const street = streetOf(city)
  const { told, points } = street

  /** An item as organisers list it, offered at all three stations. */
  const item = (changes: Partial<CommandInput<'mall.list'>> = {}): CommandInput<'mall.list'> => ({
    itemId: randomUUID(),
    kind: 'goods',
    category: 'daily',
    name: '毛巾',
    words: '纯棉',
    price: PRICE,
    stations: Object.values(STATIONS).map(({ id }) => id),
    isListed: true,
    ...changes,
  })

  /** Lists an item and fills one shelf; its id. */
  async function list(
    changes: Partial<CommandInput<'mall.list'>> = {},
    pieces = 10,
    at: StationName = 'bridge',
  ): Promise<string> {
    const input = item(changes)
    await city.as('admin').done('mall.list', input)
    if (pieces > 0) {
      await city.as('admin').done('mall.arrive', {
        moveId: randomUUID(),
        itemId: input.itemId,
        stationId: STATIONS[at].id,
        count: pieces,
        words: '到货',
      })
    }
    return input.itemId
  }

  /** Somebody earns fifty points by an accepted report, so many times over. */
  async function earn(by: PersonName, times = 1) {
    for (let i = 0; i < times; i++)
      await street.bring(await street.file(by, { seenAt: city.time.now - i * 3_600_000 }), 'accepted')
  }

  const wish = (
    itemId: string,
    changes: Partial<CommandInput<'mall.redeem'>> = {},
  ): CommandInput<'mall.redeem'> => ({
    orderId: randomUUID(),
    itemId,
    stationId: STATIONS.bridge.id,
    count: 1,
    price: PRICE,
    ...changes,
  })

  /** Redeems and returns the order as its owner sees it. */
  async function redeem(by: PersonName, itemId: string, changes: Partial<CommandInput<'mall.redeem'>> = {}) {
    const input = wish(itemId, changes)
    await city.as(by).done('mall.redeem', input)
    return await orderOf(by, input.orderId)
  }
  const orders = async (by: PersonName) => (await city.as(by).ask('mall.myOrders', {})).orders
  const orderOf = async (by: PersonName, orderId: string) =>
    (await orders(by)).find(({ id }) => id === orderId)!

  const shelf = async (itemId: string, at: StationName = 'bridge') => {
    const stationId = STATIONS[at].id
    const [row] = await city.database.read
      .select({ onHand: mallStock.onHand, reserved: mallStock.reserved })
      .from(mallStock)
      .where(and(eq(mallStock.itemId, itemId), eq(mallStock.stationId, stationId)))
    return row
  }

  const refused = (refusal: Refusal) => ({ status: 'refused', refusal })
  return {
    ...street,
    told,
    points,
    item,
    list,
    earn,
    wish,
    redeem,
    orders,
    orderOf,
    shelf,
    refused,
  }
}
export type Counter = Awaited<ReturnType<typeof counterOf>>
