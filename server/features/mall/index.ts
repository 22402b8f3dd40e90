import type { Feature } from '#server/sync/feature.ts'
import type { mallCommands, mallQueries } from '#shared/mall/commands.ts'
import { moveStock, receiveStock, takeStock, writeOffStock } from './change-stock.ts'
import { cancelOrder } from './close-order.ts'
import { giveMeal } from './give-meal.ts'
import { handOver } from './hand-over.ts'
import { lapseOrder, remindOrder } from './lapse-order.ts'
import { listItem } from './list-item.ts'
import { mallBook, stockHistory } from './mall-book.ts'
import { mallDesk, orderByDigits } from './mall-desk.ts'
import { isItemPhoto, listedItems } from './mall-items.ts'
import { myOrders } from './my-orders.ts'
import { oneItem } from './one-item.ts'
import { cancelOpenOrders, exportOrders } from './personal.ts'
import { redeemItem } from './redeem-item.ts'
import { lapseOrders, nudgeNewDay, remindOfOrders, tellOfClosures } from './tasks.ts'
import { tellClosure } from './tell-closure.ts'

export const mallFeature = {
  commands: {
    'mall.redeem': redeemItem,
    'mall.cancel': cancelOrder,
    'mall.handOver': handOver,
    'mall.giveMeal': giveMeal,
    'mall.list': listItem,
    'mall.arrive': receiveStock,
    'mall.damage': writeOffStock,
    'mall.stockTake': takeStock,
    'mall.move': moveStock,
    'mall.lapse': lapseOrder,
    'mall.remind': remindOrder,
    'mall.tellClosure': tellClosure,
  },
  queries: {
    'mall.items': listedItems,
    'mall.item': oneItem,
    'mall.myOrders': myOrders,
    'mall.desk': mallDesk,
    'mall.orderOfDigits': orderByDigits,
    'mall.book': mallBook,
    'mall.stockHistory': stockHistory,
  },
  tasks: {
    beginMallDay: { when: '0 * * * * *', run: nudgeNewDay },
    lapseOrders: { when: '15 * * * * *', run: lapseOrders },
    tellOfClosures: { when: '30 * * * * *', run: tellOfClosures },
    remindOfOrders: { when: '45 * * * * *', run: remindOfOrders },
  },
  photos: async (read, _actor, hash) => await isItemPhoto(read, hash),
  personal: { export: { orders: exportOrders }, erase: cancelOpenOrders },
} satisfies Feature<keyof typeof mallCommands, keyof typeof mallQueries>
