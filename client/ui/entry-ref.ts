import type { Ref } from 'vue'
import { ref, watch } from 'vue'

/**
 * A value saved with this entry of the browser's history: going back finds the list as long and as filtered
 * as it was left. It survives a reload too.
 */
export function entryRef<Value extends string | number | boolean | null | undefined>(
  name: string,
  initial: Value,
): Ref<Value> {
  const saved = window.history.state as Record<string, Value> | null
  const value = ref(saved?.[name] ?? initial) as Ref<Value>
  watch(value, now => window.history.replaceState({ ...window.history.state, [name]: now }, ''))
  return value
}
