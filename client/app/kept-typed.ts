import type { Ref } from 'vue'
import { ref, watch } from 'vue'

/** Words being typed, which survive a reload or a detour for as long as the tab lives. */
export function keptTyped(name: string): Ref<string> {
  const key = `little-bee-typed-${name}`
  const typed = ref('')
  try {
    typed.value = sessionStorage.getItem(key) ?? ''
  }
  catch {
    // Storage is closed to us: the words live as long as the page.
  }
  watch(typed, (words) => {
    try {
      if (words === '') sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, words)
    }
    catch {
      // As above.
    }
  })
  return typed
}
