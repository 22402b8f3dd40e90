import type { Ref } from 'vue'
import { onScopeDispose, watch } from 'vue'

/**
 * Lets the phone's back gesture close an overlay: while `open`, the history has one more entry. The event of
 * going back from it is kept from the router, which would leave the page.
 */
export function useBackCloses(open: Ref<boolean>): void {
  const closeOnBack = (event: PopStateEvent) => {
    event.stopImmediatePropagation()
    window.removeEventListener('popstate', closeOnBack, true)
    open.value = false
  }
  const isOurs = () => (window.history.state as { over?: boolean } | null)?.over === true

  watch(open, (isOpen, wasOpen) => {
    if (isOpen) {
      window.history.pushState({ ...window.history.state, over: true }, '')
      window.addEventListener('popstate', closeOnBack, true)
    }
    else if (wasOpen && isOurs()) {
      window.history.back()
    }
  }, { immediate: true }) // An overlay loaded by `import()` may be open from the start.
  onScopeDispose(() => window.removeEventListener('popstate', closeOnBack, true))
}
