import type { Ref } from 'vue'
import { useDirty } from '#client/sync/browser/updates.ts'
import { ref, watch } from 'vue'
import { keptTyped } from './kept-typed.ts'

/**
 * A form whose fields survive a reload, a detour and the app's end, for a day; `clear` once it has been sent.
 * Plain data only.
 */
export function keptForm<Form extends object>(
  name: string,
  empty: () => Form,
): { form: Ref<Form>, clear: () => void } {
  const kept = keptTyped(name)
  const form = ref({ ...empty(), ...read<Form>(kept.value) }) as Ref<Form>
  const asEmpty = JSON.stringify(empty())
  // A form emptied again by hand is not one that something would be lost from.
  watch(form, filled => kept.value = without(JSON.stringify(filled), asEmpty), { deep: true, flush: 'sync' })
  useDirty(() => kept.value !== '')

  function clear() {
    form.value = empty()
    kept.value = ''
  }
  return { form, clear }
}

const without = (filled: string, asEmpty: string) => filled === asEmpty ? '' : filled

function read<Form>(kept: string): Partial<Form> {
  try {
    return kept === '' ? {} : JSON.parse(kept) as Partial<Form>
  }
  catch {
    return {} // Cut off while it was written: the form begins anew.
  }
}
