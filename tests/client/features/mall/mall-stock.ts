import type { MallItem, MallItemView, MyOrder, Spot } from '#shared/mall/schemas.ts'
import type { Points } from '#shared/points/schemas.ts'

const DAY_MS = 86_400_000
const idOf = (kind: string, at: number) => `01900000-0000-7000-8000-000000000${kind}0${at}`

/** Two stations in 江汉区, 1.1 km apart. */
export const stations: Spot[] = [
  { id: idOf('a', 1), name: '花楼驿站', address: '花楼街 12 号', latitude: 30.58, longitude: 114.28 },
  { id: idOf('a', 2), name: '民意驿站', address: '民意四路 3 号', latitude: 30.59, longitude: 114.28 },
]
const [near, far] = stations as [Spot, Spot]

export const raincoat: MallItem = {
  id: idOf('b', 1),
  kind: 'goods',
  category: 'riding',
  name: '雨衣',
  photo: null,
  price: 80,
  donor: '江城骑行社',
  stock: [
    { stationId: near.id, free: 1 },
    { stationId: far.id, free: 9 },
  ],
}
export const lunch: MallItem = {
  ...raincoat,
  id: idOf('b', 2),
  kind: 'meal',
  category: 'meal',
  name: '幸福食堂午餐',
  price: 30,
  donor: null,
  stock: [{ stationId: far.id, free: 20 }],
}
export const mall = { items: [raincoat, lunch], stations }

export const whole = (item: MallItem): MallItemView => ({
  ...item,
  words: '厚款，反光条',
  perPerson: 3,
  mine: 0,
  from: null,
  to: null,
  stock: item.stock.map(({ stationId, free }) => ({
    station: stations.find(({ id }) => id === stationId)!,
    free,
  })),
  given:
    item.donor === null
      ? null
      : {
          name: item.donor,
          words: '谢谢风雨里的你',
          arrived: 20,
          handedOver: [{ station: near.name, count: 7 }],
        },
})

export const order = (more: Partial<MyOrder> = {}): MyOrder => ({
  id: idOf('c', 1),
  number: 31,
  state: 'open',
  item: { id: raincoat.id, name: raincoat.name, kind: 'goods', photo: null },
  station: near,
  count: 1,
  points: 80,
  day: null,
  words: null,
  madeAt: Date.now(),
  pickUpBy: Date.now() + 7 * DAY_MS,
  closedAt: null,
  code: 'BEE1.eyJhbGciOiJFZERTQSJ9.a-signed-code',
  digits: '482913',
  ...more,
})

export const points = (more: Partial<Points> = {}): Points => ({
  available: 170,
  held: 0,
  today: [],
  lapses: null,
  transfers: [],
  hasMore: false,
  ...more,
})
