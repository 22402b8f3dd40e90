import type { SampleName } from './people.ts'
import type { Seeder } from './seeder.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { sampleGoods, sampleMeals } from './goods.ts'
import { sampleId, samplePeople } from './people.ts'
import { itemId } from './seed-goods.ts'
import { stationId } from './stations.ts'

const HOUR_MS = 3_600_000

interface SampleOrder {
  readonly by: SampleName
  readonly item: string
  readonly station: string
  readonly daysAgo: number
  readonly count?: number
  /** For meals: how many days after the order. */
  readonly dayAfter?: number
  readonly ending: 'open' | 'handedOver' | 'cancelled' | 'lapsed' | 'loss'
}

/** One order in every state for those who sign in first, and some more at the counter. */
const sampleOrders: readonly SampleOrder[] = [
  { by: 'rider', item: '手机支架', station: '民意街', daysAgo: 30, ending: 'handedOver' },
  { by: 'rider', item: '社区读本', station: '水塔街', daysAgo: 21, ending: 'lapsed' },
  { by: 'rider', item: '防晒袖套', station: '满春街', daysAgo: 12, ending: 'cancelled' },
  { by: 'rider', item: '幸福食堂午餐·热干面套餐', station: '民意街', daysAgo: 6, dayAfter: 1, ending: 'handedOver' },
  { by: 'rider', item: '纯棉毛巾', station: '民意街', daysAgo: 2, ending: 'open' },
  { by: 'rider', item: '幸福食堂午餐·一荤两素', station: '满春街', daysAgo: 0, dayAfter: 1, ending: 'open' },
  { by: 'resident', item: '挂面 1 公斤', station: '民意街', daysAgo: 18, count: 2, ending: 'handedOver' },
  { by: 'resident', item: '防暑药品盒', station: '满春街', daysAgo: 1, ending: 'open' },
  { by: 'riderChen', item: '反光背心', station: '水塔街', daysAgo: 9, ending: 'handedOver' },
  { by: 'riderChen', item: '防晒袖套', station: '民意街', daysAgo: 4, ending: 'loss' },
  { by: 'riderLuo', item: '挂面 1 公斤', station: '水塔街', daysAgo: 3, ending: 'open' },
]
const GIFT = 150

/** Two admins correct everybody's points upwards; then each order is redeemed and ended. */
export async function seedOrders(seeder: Seeder): Promise<void> {
  const { run, now } = seeder
  for (const by of new Set(sampleOrders.map(order => order.by))) {
    const correctionId = sampleId(`correction ${by}`)
    await run('admin', now - 41 * DAY_MS, 'points.correct', {
      correctionId,
      phone: samplePeople[by].phone,
      amount: GIFT,
      words: '线下巡查补记积分',
    })
    await run('adminSecond', now - 40 * DAY_MS, 'points.approveCorrection', {
      correctionId,
      isApproved: true,
    })
  }
  for (const [at, order] of sampleOrders.entries()) await seedOrder(seeder, order, sampleId(`order ${at}`))
  await run('staff', now - 3 * HOUR_MS, 'mall.giveMeal', {
    orderId: sampleId('order given'),
    phone: samplePeople.resident.phone,
    itemId: itemId('幸福食堂午餐·一荤两素'),
    stationId: stationId('民意街'),
    day: dayOf(now + DAY_MS),
    words: '为楼上王奶奶代取药品',
  })
}

async function seedOrder(
  { run, codeOf, now }: Seeder,
  { by, item, station, daysAgo, count = 1, dayAfter, ending }: SampleOrder,
  orderId: string,
) {
  const { price } = [...sampleGoods, ...sampleMeals].find(({ name }) => name === item)!
  const orderedAt = now - daysAgo * DAY_MS - 2 * HOUR_MS
  const day = dayAfter === undefined ? undefined : dayOf(orderedAt + dayAfter * DAY_MS)
  await run(by, orderedAt, 'mall.redeem', {
    orderId,
    itemId: itemId(item),
    stationId: stationId(station),
    count,
    price,
    day,
  })
  const goneAt = day === undefined ? orderedAt + 30 * HOUR_MS : startOfDay(day) + 12 * HOUR_MS

  if (ending === 'cancelled') await run(by, orderedAt + HOUR_MS, 'mall.cancel', { orderId })
  if (ending === 'lapsed') await run('system', orderedAt + 8 * DAY_MS, 'mall.lapse', { orderId })
  if (ending !== 'handedOver' && ending !== 'loss') return
  const code = await codeOf(by, orderId)
  // A loss: the order was cancelled after the keeper, without a network, had handed the goods over.
  if (ending === 'loss') await run(by, goneAt + HOUR_MS, 'mall.cancel', { orderId })
  if (code !== null) {
    await run(
      'keeper',
      goneAt + (ending === 'loss' ? 3 * HOUR_MS : 0),
      'mall.handOver',
      { code, stationId: stationId(station) },
      goneAt,
    )
  }
}
