import type { Act, PersonName } from './acts.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { builtInCaps } from '#shared/points/rules.ts'
import { caps, IN_STOCK, organisers, people, prices, STATIONS } from './acts.ts'

const DAY_MS = 86_400_000
const yearAt = (instant: number) => Number(dayOf(instant).slice(0, 4))
const newYear = (year: number) => startOfDay(`${year}-01-01`)
/** What was earned before this has lapsed: the beginning of last year. */
const cutoffAt = (instant: number) => newYear(yearAt(instant) - 1)

export class Purse {
  earned: { at: number, amount: number }[] = []
  spent = 0
  lapsed = 0
  takenBack = 0
  held = 0
  reminded = new Set<number>()

  get posted() {
    return (
      this.earned.reduce((sum, { amount }) => sum + amount, 0) - this.spent - this.lapsed - this.takenBack
    )
  }

  get available() {
    return this.posted - this.held
  }

  /** As the design says it, word for word; the server works it out another way. */
  due(cutoff: number) {
    const before = this.earned.filter(({ at }) => at < cutoff).reduce((sum, { amount }) => sum + amount, 0)
    return Math.max(0, before - this.spent - this.takenBack - this.held - this.lapsed)
  }

  /** What goes next, and when. */
  nextLapse(now: number) {
    for (const year of [yearAt(now) - 1, yearAt(now), yearAt(now) + 1]) {
      const points = this.due(newYear(year))
      if (points > 0) return { points, on: `${year + 1}-01-01` }
    }
    return null
  }
}

interface Order {
  who: PersonName
  item: number
  station: number
  count: number
  points: number
  pickUpBy: number
  state: 'open' | 'handedOver' | 'cancelled' | 'lapsed'
}
interface Correction {
  who: PersonName
  by: PersonName
  amount: number
  state: 'asked' | 'approved' | 'declined'
  debt: number
}

/**
 * What the ledger and the mall should be, in as few words as possible. Each act returns what the real one
 * should answer.
 */
export class Model {
  purses: Record<PersonName, Purse> = {
    rider: new Purse(),
    rider2: new Purse(),
    keeper: new Purse(),
    admin: new Purse(),
    admin2: new Purse(),
  }

  paid = new Set<number>()
  capMax = caps.map(cap => builtInCaps[cap] as number)
  capUsed = new Map<string, number>()
  orders: Order[] = []
  corrections: Correction[] = []
  shelves = Array.from({ length: prices.length * STATIONS }, () => ({ onHand: IN_STOCK, reserved: 0 }))

  constructor(public now: number) {}

  shelf = (item: number, station: number) => this.shelves[item * STATIONS + station]!

  award({ who, amount, cap, daysAgo, cause }: Extract<Act, { name: 'award' }>): string {
    if (this.paid.has(cause)) return 'already'
    const key = `${who} ${cap} ${dayOf(this.now - daysAgo * DAY_MS)}`
    const used = (this.capUsed.get(key) ?? 0) + amount
    if (used > this.capMax[cap]!) return 'capped'
    this.capUsed.set(key, used)
    this.paid.add(cause)
    this.purses[people[who]!].earned.push({ at: this.now, amount })
    return 'awarded'
  }

  redeem({ who, item, station, count }: Extract<Act, { name: 'redeem' }>): string {
    const [shelf, purse, points] = [
      this.shelf(item, station),
      this.purses[people[who]!],
      prices[item]! * count,
    ]
    if (shelf.onHand - shelf.reserved < count) return 'mall.soldOut'
    if (purse.available < points) return 'points.notEnough'
    shelf.reserved += count
    purse.held += points
    const pickUpBy = startOfDay(dayOf(this.now)) + 8 * DAY_MS - 1000
    this.orders.push({ who: people[who]!, item, station, count, points, pickUpBy, state: 'open' })
    return 'accepted'
  }

  close(order: Order, state: 'handedOver' | 'cancelled' | 'lapsed'): string {
    if (state === 'handedOver' && order.who === 'keeper') return 'mall.ownOrder'
    if (order.state !== 'open') return 'mall.orderClosed'
    if (state === 'handedOver' && this.now > order.pickUpBy) return 'mall.tooLate'
    if (state === 'lapsed' && this.now <= order.pickUpBy) return 'mall.orderClosed'
    const [shelf, purse] = [this.shelf(order.item, order.station), this.purses[order.who]]
    order.state = state
    shelf.reserved -= order.count
    purse.held -= order.points
    if (state === 'handedOver') {
      shelf.onHand -= order.count
      purse.spent += order.points
    }
    else {
      purse.lapsed += Math.min(order.points, purse.due(cutoffAt(this.now)))
    }
    return 'accepted'
  }

  lapse(): string {
    const due = Object.values(this.purses)
      .map(purse => ({ purse, points: purse.due(cutoffAt(this.now)) }))
      .filter(({ points }) => points > 0)
    for (const { purse, points } of due) purse.lapsed += points
    return String(due.length)
  }

  remind(): string {
    const [cutoff, end] = [newYear(yearAt(this.now)), newYear(yearAt(this.now) + 1)]
    if (this.now < end - 30 * DAY_MS) return '0'
    const meant = Object.values(this.purses).filter(
      purse => purse.due(cutoff) > 0 && !purse.reminded.has(cutoff),
    )
    for (const purse of meant) purse.reminded.add(cutoff)
    return String(meant.length)
  }

  ask(who: PersonName, by: PersonName, amount: number): string {
    if (who === by) return 'points.sameHands'
    this.corrections.push({ who, by, amount, state: 'asked', debt: 0 })
    return 'accepted'
  }

  decide(correction: Correction, by: PersonName, isApproved: boolean): string {
    if (by === correction.by || by === correction.who) return 'points.sameHands'
    if (correction.state !== 'asked') return 'points.correctionDecided'
    correction.state = isApproved ? 'approved' : 'declined'
    if (!isApproved) return 'accepted'
    const [purse, { amount }] = [this.purses[correction.who], correction]
    const taken = amount < 0 ? Math.min(-amount, purse.available) : 0
    if (amount > 0) purse.earned.push({ at: this.now, amount })
    purse.takenBack += taken
    correction.debt = amount < 0 ? -amount - taken : 0
    return 'accepted'
  }

  move(item: number, from: number, count: number): string {
    const shelf = this.shelf(item, from)
    if (shelf.onHand - shelf.reserved < count) return 'mall.notThatMany'
    shelf.onHand -= count
    this.shelf(item, 1 - from).onHand += count
    return 'accepted'
  }

  /** The beginning of the next year, or so many days after it. */
  afterNewYear = (daysAfter: number) => newYear(yearAt(this.now) + 1) + daysAfter * DAY_MS + 60_000
  /** When reminders are due this year, or just before. */
  december = (isInTime: boolean) => newYear(yearAt(this.now) + 1) - (isInTime ? 20 : 31) * DAY_MS
  someoneElse = (by: PersonName) => organisers.find(name => name !== by)!
}
