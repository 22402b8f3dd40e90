import type { Ref } from 'vue'
import { useDirty } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { savedText } from './saved-text.ts'

/**
 * A form whose fields are saved over a reload, another page and the app's end, for a day; without a name
 * they live as long as the page. Plain data only. `reset` replaces the fields and counts them as untouched.
 */
export function savedForm<Form extends object>(
  name: string | undefined,
  empty: () => Form,
): { form: Ref<Form>, reset: (to: Form) => void } {
  const stored = name === undefined ? ref('') : savedText(name)
  const first = empty()
  let untouched = JSON.stringify(first)
  const form = ref({ ...first, ...read(stored.value, first) }) as Ref<Form>
  // A form that was filled and emptied again has nothing to lose.
  watch(form, (filled) => {
    const typed = JSON.stringify(filled)
    stored.value = typed === untouched ? '' : typed
  }, { deep: true, flush: 'sync' })
  useDirty(() => stored.value !== '')

  function reset(to: Form) {
    untouched = JSON.stringify(to)
    form.value = to
  }
  return { form, reset }
}

function read<Form extends object>(stored: string, first: Form): Partial<Form> {
  if (stored === '') return {}
  const [only, ...others] = Object.keys(first)
  // An older app saved the text of a form with one field as it was typed.
  if (only && others.length === 0 && !stored.startsWith('{')) return { [only]: stored } as Partial<Form>
  try {
    return JSON.parse(stored) as Partial<Form>
  }
  catch {
    return {} // Cut off while it was written: the form starts empty.
  }
}
