import { codeOf, Phone } from '#shared/kernel/digits.ts'
import {
  Day,
  Id,
  Instant,
  PageRange,
  PhotoHash,
  scannedOf,
  textOf,
  wholeNumber,
} from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import {
  ITEM_PRICE_MAX,
  itemCategories,
  itemKinds,
  ORDER_COUNT_MAX,
  orderStates,
  stockCauses,
} from './rules.ts'
import { Spot } from './spot.ts'

export { Spot }

const Pieces = wholeNumber(1, 100_000)
const Price = wholeNumber(1, ITEM_PRICE_MAX)
const Words = textOf(1, 300)
const Note = textOf(0, 300)

/** Redeems an item for points. Made without a network it is a wish, decided when it arrives. */
export const Redeem = v.object({
  orderId: Id,
  itemId: Id,
  stationId: Id,
  count: wholeNumber(1, ORDER_COUNT_MAX),
  price: Price, // The price of one piece as shown; a changed price is refused, never charged.
  day: v.optional(Day), // Meals only: the day it is eaten.
})
export type Redeem = v.InferOutput<typeof Redeem>
/** `number` is what people call the order. */
export const Ordered = v.object({ number: v.number(), pickUpBy: Instant })
export const OneOrder = v.object({ orderId: Id })
/** `at`: when the station closed, if waiting customers have not been notified of it yet. */
export const Closure = v.object({ stationId: Id, at: Instant })

/** What the keeper scans or hears: the signed code, or its six digits. */
export const HandOver = v.object({
  code: v.pipe(scannedOf(400), v.trim()), // Some readers add line ends.
  stationId: Id, // Where the keeper stands.
})
/** 'loss': the goods were handed over, but the order was closed already; the admins are notified. */
export const HandedOver = v.object({
  outcome: v.picklist(['settled', 'loss']),
  orderId: Id,
  number: v.number(),
})

/** 善举餐: a meal given for a kindness, for no points. */
export const GiveMeal = v.object({
  orderId: Id,
  phone: Phone,
  itemId: Id,
  stationId: Id,
  day: Day,
  words: Words,
})

const Donor = v.object({ name: textOf(1, 40), words: Note })
/** Lists an item; the same id again changes it. */
export const ListItem = v.object({
  itemId: Id,
  kind: v.picklist(itemKinds),
  category: v.picklist(itemCategories),
  name: textOf(1, 40),
  words: textOf(0, 500),
  photo: v.optional(PhotoHash),
  price: Price,
  perPerson: v.optional(wholeNumber(1, 1000)), // How many pieces one person may have in all.
  from: v.optional(Day), // The first and the last day on which it may be redeemed.
  to: v.optional(Day),
  donor: v.optional(Donor),
  stations: v.pipe(v.array(Id), v.maxLength(1000)), // The stations that offer it, whatever their stock.
  isListed: v.boolean(),
  seen: v.optional(Instant), // For an existing item: when the version was made that the form began with (ms).
})
export type ListItem = v.InferOutput<typeof ListItem>

/** Pieces that arrived, or that can't be handed over any more. */
export const ArriveStock = v.object({
  moveId: Id,
  itemId: Id,
  stationId: Id,
  count: Pieces,
  words: Note,
})
export const DamageStock = v.object({ moveId: Id, itemId: Id, stationId: Id, count: Pieces, words: Words })
/** How many pieces were counted; the history records the difference. */
export const StockTake = v.object({
  moveId: Id,
  itemId: Id,
  stationId: Id,
  counted: wholeNumber(0, 1_000_000),
  words: Note,
  seen: v.optional(wholeNumber(0, 1_000_000)), // The number in the books while it was counted.
})
export const MoveStock = v.object({ moveId: Id, itemId: Id, from: Id, to: Id, count: Pieces, words: Note })

const item = {
  id: Id,
  kind: v.picklist(itemKinds),
  category: v.picklist(itemCategories),
  name: v.string(),
  photo: v.nullable(PhotoRef),
  price: v.number(),
  donor: v.nullable(v.string()),
}
/**
 * `stock`: free pieces by station, in the order of `stations`; a station that does not offer the item is
 * absent.
 */
export const MallItem = v.object({
  ...item,
  stock: v.array(v.object({ stationId: Id, free: v.number() })),
  // How often it was redeemed in the last 30 days; absent in lists saved by older apps.
  redeemed: v.optional(v.number()),
})
export type MallItem = v.InferOutput<typeof MallItem>
/** Every item that can be redeemed today. */
export const MallItems = v.object({ items: v.array(MallItem), stations: v.array(Spot) })

export const OneItem = v.object({ itemId: Id })
export const MallItemView = v.object({
  ...item,
  words: v.string(),
  perPerson: v.nullable(v.number()),
  mine: v.number(), // Pieces the asker has redeemed, as `perPerson` counts them: without gifts.
  from: v.nullable(Day),
  to: v.nullable(Day),
  stock: v.array(v.object({ station: Spot, free: v.number() })),
  /** For a donated item: pieces that arrived, and pieces handed over at each station. */
  given: v.nullable(
    v.object({
      name: v.string(),
      words: v.string(),
      arrived: v.number(),
      handedOver: v.array(v.object({ station: v.string(), count: v.number() })),
    }),
  ),
})
export type MallItemView = v.InferOutput<typeof MallItemView>

/** `code` and `digits` are there while the order is open, for showing them without a network. */
export const MyOrder = v.object({
  id: Id,
  number: v.number(),
  state: v.picklist(orderStates),
  item: v.object({ id: Id, name: v.string(), kind: v.picklist(itemKinds), photo: v.nullable(PhotoRef) }),
  station: Spot,
  count: v.number(),
  points: v.number(), // 0: a meal for a kindness.
  day: v.nullable(Day),
  words: v.nullable(v.string()), // What a meal was given for.
  madeAt: Instant,
  pickUpBy: Instant,
  closedAt: v.nullable(Instant),
  code: v.nullable(v.string()),
  digits: v.nullable(v.string()),
})
export type MyOrder = v.InferOutput<typeof MyOrder>
export const ORDERS_PAGE_MAX = 50
// Orders older than an instant; open ones are always on the first page.
export const MyOrders = v.object({ orders: v.array(MyOrder), hasMore: v.boolean() })

/** An order as keepers see it, without the owner's name and number. */
export const DeskOrder = v.object({
  id: Id,
  number: v.number(),
  state: v.picklist(orderStates),
  itemId: Id,
  itemName: v.string(),
  photo: v.nullable(PhotoRef),
  count: v.number(),
  day: v.nullable(Day),
  pickUpBy: Instant,
  closedAt: v.nullable(Instant),
})
export type DeskOrder = v.InferOutput<typeof DeskOrder>
/** Digits that a customer reads aloud; the keeper sees the order before handing it over. */
export const DigitsRead = v.object({ stationId: Id, digits: codeOf(6) })

/** A keeper's stations, each with orders and stock. `keys` check codes without a network. */
export const MallDesk = v.object({
  stations: v.array(
    v.object({
      station: Spot,
      orders: v.array(DeskOrder),
      shelf: v.array(
        v.object({
          itemId: Id,
          name: v.string(),
          photo: v.nullable(PhotoRef),
          onHand: v.number(),
          reserved: v.number(),
        }),
      ),
    }),
  ),
  keys: v.array(v.object({ id: v.number(), publicKey: v.string() })), // Ed25519, base64url.
})
export type MallDesk = v.InferOutput<typeof MallDesk>

/** Pieces handed over for an order that was closed already. */
const Loss = v.object({
  id: Id,
  rank: v.number(), // The latest noted first.
  orderNumber: v.number(),
  itemName: v.string(),
  stationName: v.string(),
  count: v.number(),
  at: Instant,
})
const Sums = v.object({ stationId: Id, onHand: v.number(), reserved: v.number(), handedOver: v.number() })
/**
 * Every item, listed or not, with its stock, and a page of the losses. A range applies to losses; further
 * pages have no items and stations.
 */
export const MallBook = v.object({
  items: v.array(
    v.object({ ...ListItem.entries, photo: v.nullable(PhotoRef), stock: v.array(Sums) }),
  ),
  stations: v.array(Spot),
  losses: v.array(Loss),
  lossesInAll: v.number(),
  hasMore: v.boolean(), // More losses below these.
})
export type MallBook = v.InferOutput<typeof MallBook>

/** The latest changes of stock at a station; a full page (`SHOWN_ROWS_MAX`) may have more below it. */
export const StockHistoryInput = v.object({ stationId: Id, itemId: v.optional(Id), ...PageRange.entries })
export const StockHistory = v.array(v.object({
  id: Id,
  itemName: v.string(),
  cause: v.picklist(stockCauses),
  count: v.number(),
  words: v.string(),
  at: Instant,
}))
