import type { Announcement } from '#shared/announcements/schemas.ts'
import type { ComputedRef } from 'vue'
import { useAnswer } from '#client/sync/ask.ts'
import { isInForce } from '#shared/announcements/rules.ts'
import { computed, onScopeDispose } from 'vue'
import { useNowSince } from '../device/now.ts'
import { useSession } from '../session/session.ts'

/** Visitors have no event stream: what is new reaches an open page of theirs within a minute. */
const VISITORS_ASK_MS = 60_000

/**
 * What is in force around here by the server's clock: from what was saved, so without a network too, and
 * gone at its end. `read`: the saved answer, where it was read before the page is drawn.
 */
export function useAnnouncements(read?: Parameters<typeof useAnswer>[2]) {
  const session = useSession()
  /**
   * A kiosk shows no announcements, and until a required second factor is set up the server answers no query.
   */
  const mayAsk = computed(() => session.me?.role !== 'kiosk' && session.me?.factor !== 'missing')
  const asked = useAnswer('announcements.now', () => mayAsk.value ? {} : null, read)
  const now = useNowSince(asked.askedAt)
  const timer = setInterval(() => void (session.isSignedIn || asked.refresh()), VISITORS_ASK_MS)
  onScopeDispose(() => clearInterval(timer))
  const current: ComputedRef<Announcement[]> = computed(() =>
    (asked.answer.value?.announcements ?? []).filter(each => isInForce(each, now.value)))
  const coming = computed(() =>
    (asked.answer.value?.announcements ?? []).filter(({ startsAt }) => startsAt > now.value))
  return { ...asked, current, coming, now }
}
