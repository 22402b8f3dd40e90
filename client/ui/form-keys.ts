import type { Ref } from 'vue'
import { useEventListener, useMutationObserver } from '@vueuse/core'
import { nextTick, watch } from 'vue'

const FIELDS = ['input:not([type=file])', 'textarea', 'select'].map(each => `${each}:not(:disabled)`).join()

/**
 * The form that `sheet` is, or has, is filled in by keys: when it opens, its first field gets the focus, not
 * the button that closes; Ctrl+Enter sends it as its own button does.
 */
export function useFormKeys(isOpen: Ref<boolean>, sheet: Readonly<Ref<HTMLElement | null>>) {
  let focused: HTMLInputElement | undefined

  function focusFirst() {
    const first = sheet.value?.querySelector<HTMLInputElement>('input[type=radio]:checked')
      ?? sheet.value?.querySelector<HTMLInputElement>(FIELDS)
    if (!first || first === focused) return
    // What is loaded comes above what has the focus, such as the units; who has begun there goes on.
    if (focused?.isConnected && (document.activeElement !== focused || focused.value !== '')) return
    focused = first
    first.focus()
  }

  watch(isOpen, async (isOpen) => {
    focused = undefined
    await nextTick()
    if (isOpen) focusFirst()
  })
  useMutationObserver(sheet, focusFirst, { childList: true, subtree: true })
  useEventListener(sheet, 'keydown', (event) => {
    // An Enter within a composition chooses words of it.
    if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    const form = sheet.value?.closest('form') ?? sheet.value?.querySelector('form')
    form?.requestSubmit()
  })
}
