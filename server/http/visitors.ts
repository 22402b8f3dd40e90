import type { Settings } from '#server/settings/environment.ts'
import type { RouteRefusal } from '#shared/sync/protocol.ts'
import type { Context } from 'hono'
import { addressOf } from './limits.ts'

const WINDOW_MS = 5 * 60_000
const HOUR_MS = 3_600_000
/**
 * High enough for a whole street: a page asks a handful of queries, and all phones of a mobile network may
 * share an address.
 */
const ASKED_MAX = 2000
/** Addresses counted at once; what comes from further ones is not counted. */
const ADDRESSES_MAX = 100_000
type Counting = Pick<Settings, 'trustProxy' | 'limitsFactor'>

/** Counts by address, in memory, from one window of time to the next. */
function openCounter(settings: Counting, windowMs: number) {
  let counted = new Map<string, number>()
  let until = 0
  const current = (now: number) => {
    if (now >= until || now < until - windowMs) [counted, until] = [new Map(), now + windowMs]
    return counted
  }
  return {
    /** Seconds until the next window, where this address has reached the most of this one. */
    fullForS: (c: Context, now: number, max: number): number | undefined =>
      (current(now).get(addressOf(c, settings)) ?? 0) < max * settings.limitsFactor
        ? undefined
        : Math.ceil((until - now) / 1000),
    add: (c: Context, now: number): void => {
      const address = addressOf(c, settings)
      const before = current(now).get(address) ?? 0
      if (before > 0 || counted.size < ADDRESSES_MAX) counted.set(address, before + 1)
    },
  }
}

/**
 * Counts visitors' queries by address; returns the refusal for an address that asked too much in the last
 * minutes.
 */
export function openVisitorLimit(settings: Counting, max = ASKED_MAX) {
  const asked = openCounter(settings, WINDOW_MS)
  return (c: Context, now: number): RouteRefusal | undefined => {
    const retryAfterS = asked.fullForS(c, now, max)
    if (retryAfterS === undefined) return void asked.add(c, now)
    return {
      code: 'query.tooOften',
      message: '这个网络打开得太频繁了，请过几分钟再试，或先登录。',
      retryAfterS,
    }
  }
}

/** Counts wrong guesses at a query's secret, by query and address, against `triesPerHour` of its spec. */
export function openTries(settings: Counting) {
  const counters = new Map<string, ReturnType<typeof openCounter>>()
  const of = (name: string) => {
    const counter = counters.get(name) ?? openCounter(settings, HOUR_MS)
    counters.set(name, counter)
    return counter
  }
  return {
    /** The refusal for an address with too many wrong guesses. */
    refusalFor: (c: Context, now: number, name: string, max: number): RouteRefusal | undefined => {
      const retryAfterS = of(name).fullForS(c, now, max)
      return retryAfterS === undefined
        ? undefined
        : { code: 'query.guessedTooOften', message: '输错的次数太多，请过一小时再试。', retryAfterS }
    },
    noteWrong: (c: Context, now: number, name: string): void => of(name).add(c, now),
  }
}
