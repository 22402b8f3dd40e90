import type { Settings } from '#server/settings/environment.ts'
import type { RouteRefusal } from '#shared/sync/protocol.ts'
import type { Context } from 'hono'
import { addressOf } from './limits.ts'

const WINDOW_MS = 5 * 60_000
/** A page asks a handful of queries, and a mobile network's address is shared by a street full of phones. */
const ASKED_MAX = 2000
/** Addresses counted at once; what comes from further ones is not counted. */
const ADDRESSES_MAX = 100_000

/** Counts what visitors ask, by address; the refusal for whoever asked too much in the last minutes. */
export function openVisitorLimit(settings: Pick<Settings, 'trustProxy' | 'limitsFactor'>) {
  let asked = new Map<string, number>()
  let until = 0
  return (c: Context, now: number): RouteRefusal | undefined => {
    if (now >= until || now < until - WINDOW_MS) [asked, until] = [new Map(), now + WINDOW_MS]
    const address = addressOf(c, settings)
    const before = asked.get(address) ?? 0
    if (before < ASKED_MAX * settings.limitsFactor) {
      if (before > 0 || asked.size < ADDRESSES_MAX) asked.set(address, before + 1)
      return undefined
    }
    return {
      code: 'query.tooOften',
      message: '这个网络打开得太频繁了，请过几分钟再试，或先登录。',
      retryAfterS: Math.ceil((until - now) / 1000),
    }
  }
}
