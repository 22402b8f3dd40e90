import type { Notice } from '#shared/notices/schemas.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'

/** Which notices are read, including those marked on this phone since the last answer. */
export function useReading() {
  const outbox = useOutbox()
  const reads = outbox.of('notices.read')
  const noted = computed(() => [
    ...reads.waiting.map(({ envelope }) => envelope.input),
    ...reads.delivered.map(({ input }) => input),
  ])
  const isUnread = ({ id, at, isRead }: Notice) =>
    !isRead && !noted.value.some(({ upTo, ids }) => at <= upTo && (ids?.includes(id) ?? true))

  /** Marks these as read, or all there are up to the newest of them. On a full phone they stay unread. */
  async function read(notices: readonly Notice[], { all = false } = {}): Promise<void> {
    if (notices.length === 0) return
    const upTo = Math.max(...notices.map(({ at }) => at))
    await outbox.enqueue('notices.read', all ? { upTo } : { upTo, ids: notices.map(({ id }) => id) })
      .catch(() => {})
  }

  return { isUnread, read }
}
