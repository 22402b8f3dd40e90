import type { Me } from '#shared/identity/schemas.ts'
import { ask } from '#client/sync/ask.ts'
import { watch } from 'vue'
import { prefetchedFor } from '../registry.ts'

/** The prefetch waits this long, so that the first page's requests go first. */
const SOON_MS = 3_000

/** Asks once after each sign-in, and each start of the app, for what must be there without a network. */
export function startPrefetch(session: {
  accountId: string | null
  isSignedIn: boolean
  me: Me | null
}): void {
  watch(
    () => session.isSignedIn && session.accountId,
    (accountId, _before, onChange) => {
      if (!accountId || !session.me) return
      const names = prefetchedFor(session.me)
      const timer = setTimeout(() => void Promise.all(names.map(name => ask(name, {}))), SOON_MS)
      onChange(() => clearTimeout(timer)) // Whoever has signed out by then may not ask.
    },
    { immediate: true },
  )
}
