import type { Ref } from 'vue'
import { useDirty } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { keptTyped } from './kept-typed.ts'

/**
 * A form whose fields survive a reload, a detour and the app's end, for a day; without a name they live as
 * long as the page. Plain data only. `reset` puts other fields into it, as if nobody had typed yet.
 */
export function keptForm<Form extends object>(
  name: string | undefined,
  empty: () => Form,
): { form: Ref<Form>, reset: (to: Form) => void } {
  const kept = name === undefined ? ref('') : keptTyped(name)
  const first = empty()
  let untouched = JSON.stringify(first)
  const form = ref({ ...first, ...read(kept.value, first) }) as Ref<Form>
  // A form emptied again by hand is not one that something would be lost from.
  watch(form, (filled) => {
    const typed = JSON.stringify(filled)
    kept.value = typed === untouched ? '' : typed
  }, { deep: true, flush: 'sync' })
  useDirty(() => kept.value !== '')

  function reset(to: Form) {
    untouched = JSON.stringify(to)
    form.value = to
  }
  return { form, reset }
}

function read<Form extends object>(kept: string, first: Form): Partial<Form> {
  if (kept === '') return {}
  const [only, ...others] = Object.keys(first)
  // An older app saved the words of a form with one field as they were typed.
  if (only && others.length === 0 && !kept.startsWith('{')) return { [only]: kept } as Partial<Form>
  try {
    return JSON.parse(kept) as Partial<Form>
  }
  catch {
    return {} // Cut off while it was written: the form begins anew.
  }
}
