import { useSession } from '#client/app/session/session.ts'
import { subscribe } from '#client/sync/browser/channel.ts'
import { store } from '#client/sync/store/store.ts'
import { onUnmounted, ref, watch } from 'vue'

/** How many drafts this account has on the phone, without reading their photos. */
export function useDraftCount() {
  const session = useSession()
  const count = ref(0)

  async function recount() {
    const accountId = session.me?.accountId
    count.value = accountId ? await (await store()).countFromIndex('drafts', 'byAccount', accountId) : 0
  }

  watch(() => session.me?.accountId, recount, { immediate: true })
  onUnmounted(subscribe((word) => {
    if (word.about === 'stores') void recount()
  }))
  return count
}
