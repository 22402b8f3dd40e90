import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { ArriveStock, DamageStock, DeskOrder, DigitsRead, GiveMeal, HandedOver, HandOver, ListItem, MallBook, MallDesk, MallItems, MallItemView, MoveStock, MyOrders, MyOrdersInput, OneItem, OneOrder, Ordered, Redeem, StockHistory, StockHistoryInput, StockTake } from './schemas.ts'
import * as v from 'valibot'

export const mallCommands = {
  'mall.redeem': { input: Redeem, result: Ordered, offline: true, by: everyone },
  'mall.cancel': { input: OneOrder, result: Nothing, offline: true, by: everyone },
  'mall.handOver': { input: HandOver, result: HandedOver, offline: true, by: ['keeper'] },
  'mall.giveMeal': { input: GiveMeal, result: Ordered, offline: false, by: ['staff', 'admin'] },
  'mall.list': { input: ListItem, result: Nothing, offline: false, by: ['admin'] },
  'mall.arrive': { input: ArriveStock, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.damage': { input: DamageStock, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.stockTake': { input: StockTake, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.move': { input: MoveStock, result: Nothing, offline: false, by: ['admin'] },
  'mall.lapse': { input: OneOrder, result: Nothing, offline: false, by: ['system'] },
  'mall.remind': { input: OneOrder, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const mallQueries = {
  'mall.items': { input: Nothing, output: MallItems, cached: true, by: everyone },
  'mall.item': { input: OneItem, output: MallItemView, by: everyone },
  'mall.myOrders': { input: MyOrdersInput, output: MyOrders, cached: true, by: everyone },
  'mall.desk': { input: Nothing, output: MallDesk, cached: true, by: ['keeper'] },
  'mall.orderOfDigits': {
    input: DigitsRead,
    output: v.nullable(v.union([DeskOrder, v.literal('tooMany')])),
    by: ['keeper'],
  },
  'mall.book': { input: Nothing, output: MallBook, cached: true, by: ['admin', 'staff'] },
  'mall.stockHistory': { input: StockHistoryInput, output: StockHistory, by: ['keeper', 'admin'] },
} as const satisfies QuerySpecs
