import type { Pinia } from 'pinia'
import { whenQuiet } from '#client/sync/browser/quiet.ts'
import { listenForNudges } from '#client/sync/http/event-stream.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { startBadge } from './badge.ts'
import { startPrefetch } from './prefetch.ts'
import { useSession } from './session.ts'

/** The pass is renewed this much later, so that the first page's requests go first. */
const PASS_SOON_MS = 5_000

/** Sends what waits and follows what is new, as long as the app is open. */
export function startHoldersWork(pinia: Pinia): void {
  const outbox = useOutbox(pinia)
  void outbox.load().then(whenQuiet).then(outbox.drain)
  listenForNudges()
  startPrefetch(useSession(pinia))
  startBadge()
  setTimeout(renewPassLater, PASS_SOON_MS)
}

/** A script that can't be fetched now is there when the app is next opened. */
const renewPassLater = () =>
  void import('./renew-pass.ts').then(({ startPassRenewal }) => startPassRenewal()).catch(() => {})
