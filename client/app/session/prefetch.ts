import type { Me } from '#shared/identity/schemas.ts'
import type { QueryName } from '#shared/queries.ts'
import { ask } from '#client/sync/ask.ts'
import { watch } from 'vue'

/**
 * What riders look up where there is no signal: their codes, their points, what there is to be had, and where
 * a door is open.
 */
const wanted = ['mall.myOrders', 'points.mine', 'mall.items', 'stations.all'] as const satisfies QueryName[]
/** A keeper's counter opens without a network too, with the keys to check codes by. */
const keepersOwn = ['mall.desk'] as const satisfies QueryName[]
const SOON_MS = 3_000

/**
 * Asks once after each sign-in (and each opening) for what must be there offline, behind whatever the first
 * page asks.
 */
export function keepForOffline(session: {
  accountId: string | null
  isSignedIn: boolean
  me: Me | null
}): void {
  watch(
    () => session.isSignedIn && session.accountId,
    (accountId, _before, onChange) => {
      // A tablet's page asks for what it needs by itself.
      if (!accountId || session.me?.role === 'kiosk') return
      const names = session.me?.role === 'keeper' ? [...wanted, ...keepersOwn] : wanted
      const timer = setTimeout(() => void Promise.all(names.map(name => ask(name, {}))), SOON_MS)
      onChange(() => clearTimeout(timer)) // Whoever has left by then has nothing to ask.
    },
    { immediate: true },
  )
}
