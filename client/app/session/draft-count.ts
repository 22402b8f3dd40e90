import { useSession } from '#client/app/session/session.ts'
import { countDrafts, onOutboxChange } from '#client/sync/outbox.ts'
import { onUnmounted, ref, watch } from 'vue'

/** How many drafts this account has on the phone, without reading their photos. */
export function useDraftCount() {
  const session = useSession()
  const count = ref(0)

  async function recount() {
    const accountId = session.me?.accountId
    count.value = accountId ? await countDrafts(accountId) : 0
  }

  watch(() => session.me?.accountId, recount, { immediate: true })
  onUnmounted(onOutboxChange(() => void recount()))
  return count
}
