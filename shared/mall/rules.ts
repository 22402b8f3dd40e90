import { DAY_MS, dayOf } from '#shared/kernel/day.ts'

/** How long an order waits at its station; longer if the counter is closed on the last day. */
export const PICK_UP_DAYS = 7
/** The longest that an order waits if its counter stays closed (days). */
export const PICK_UP_DAYS_MAX = 60
/** A meal is ordered for today or for one of the days after it. */
export const MEAL_DAYS_AHEAD = 7
/** The days a meal may be ordered or given for, today first. */
export const mealDays = (now = Date.now()): string[] =>
  Array.from({ length: MEAL_DAYS_AHEAD + 1 }, (_, ahead) => dayOf(now + ahead * DAY_MS))
/** The highest price (points). Times `ORDER_COUNT_MAX`, it must fit into one transfer. */
export const ITEM_PRICE_MAX = 50_000
export const ORDER_COUNT_MAX = 20

/** An item and its count, as the screen and the ledger's notes show it: 雨衣, 雨衣 ×2. */
export const piecesText = (name: string, count: number): string => count === 1 ? name : `${name} ×${count}`

export const itemKinds = ['goods', 'meal'] as const
export type ItemKind = (typeof itemKinds)[number]
export const itemCategories = ['daily', 'riding', 'food', 'health', 'culture', 'meal'] as const
export type ItemCategory = (typeof itemCategories)[number]
/** What the desk looks for in its goods. */
export const bookViews = ['soldOut', 'low', 'hidden'] as const
export type BookView = (typeof bookViews)[number]

/** 'open' holds points and reserves stock; the other three are final. */
export const orderStates = ['open', 'handedOver', 'cancelled', 'lapsed'] as const
export type OrderState = (typeof orderStates)[number]

/** Why the number of pieces at a station changed. */
export const stockCauses = ['arrived', 'damaged', 'counted', 'movedIn', 'movedOut', 'handedOver'] as const
export type StockCause = (typeof stockCauses)[number]
