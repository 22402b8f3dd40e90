import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { anyone, everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { FindGoods } from './book.ts'
import * as schemas from './schemas.ts'

export const mallCommands = {
  'mall.redeem': {
    input: schemas.Redeem,
    result: schemas.Ordered,
    offline: true,
    by: everyone,
    limit: { hour: 20, day: 60 },
  },
  'mall.cancel': {
    input: schemas.OneOrder,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 20, day: 60 },
  },
  'mall.handOver': { input: schemas.HandOver, result: schemas.HandedOver, offline: true, by: ['keeper'] },
  'mall.giveMeal': {
    input: schemas.GiveMeal,
    result: schemas.Ordered,
    offline: false,
    by: ['staff', 'admin'],
    audited: true,
  },
  'mall.list': { input: schemas.ListItem, result: Nothing, offline: false, by: ['admin'], audited: true },
  'mall.arrive': { input: schemas.ArriveStock, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.damage': { input: schemas.DamageStock, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.stockTake': { input: schemas.StockTake, result: Nothing, offline: false, by: ['keeper', 'admin'] },
  'mall.move': { input: schemas.MoveStock, result: Nothing, offline: false, by: ['admin'] },
  'mall.lapse': { input: schemas.OneOrder, result: Nothing, offline: false, by: ['system'] },
  'mall.remind': { input: schemas.OneOrder, result: Nothing, offline: false, by: ['system'] },
  'mall.tellClosure': { input: schemas.Closure, result: Nothing, offline: false, by: ['system'] },
} as const satisfies CommandSpecs

export const mallQueries = {
  'mall.items': { input: Nothing, output: schemas.MallItems, cached: true, by: anyone },
  'mall.item': { input: schemas.OneItem, output: schemas.MallItemView, by: anyone },
  'mall.myOrders': { input: PageRange, output: schemas.MyOrders, cached: true, by: everyone },
  'mall.desk': { input: Nothing, output: schemas.MallDesk, cached: true, by: ['keeper'] },
  'mall.orderOfDigits': {
    input: schemas.DigitsRead,
    output: v.nullable(v.union([schemas.DeskOrder, v.literal('tooMany')])),
    by: ['keeper'],
  },
  'mall.book': { input: FindGoods, output: schemas.MallBook, cached: true, by: ['admin', 'staff'] },
  'mall.stockHistory': {
    input: schemas.StockHistoryInput,
    output: schemas.StockHistory,
    by: ['keeper', 'admin'],
  },
} as const satisfies QuerySpecs
