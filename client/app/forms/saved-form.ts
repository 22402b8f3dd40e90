import type { Ref } from 'vue'
import { useDirty } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { savedText } from './saved-text.ts'

interface SavedForm<Form> {
  readonly form: Ref<Form>
  /** The fields that what is typed began with; undefined where an older app saved it. */
  readonly begun: () => Form | undefined
  /** Replaces the fields; `begunWith`: what they count as untouched by, else themselves. */
  readonly reset: (to: Form, begunWith?: Form) => void
}
/** Beside the fields of a form that is shared: those that it began with. */
const BEGUN = '#begun'

/**
 * A form whose fields are saved over a reload, another page and the app's end, for a day; without a name
 * they live as long as the page. Plain data only. `isShared`: it changes what others may change meanwhile, so
 * what it began with is saved too.
 */
export function savedForm<Form extends object>(
  name: string | undefined,
  empty: () => Form,
  isShared = false,
): SavedForm<Form> {
  const stored = name === undefined ? ref('') : savedText(name)
  const first = empty()
  const { [BEGUN]: before, ...typed } = read(stored.value, first)
  let isKnown = before !== undefined || stored.value === ''
  let untouched = JSON.stringify(before ?? first)
  const form = ref({ ...first, ...typed }) as Ref<Form>
  // A form that was filled and emptied again has nothing to lose.
  watch(form, (filled) => {
    const typed = JSON.stringify(filled)
    const saved = isShared ? JSON.stringify({ ...filled, [BEGUN]: JSON.parse(untouched) as Form }) : typed
    stored.value = typed === untouched ? '' : saved
  }, { deep: true, flush: 'sync' })
  useDirty(() => stored.value !== '')

  function reset(to: Form, begunWith = to) {
    untouched = JSON.stringify(begunWith)
    isKnown = true
    form.value = to
  }
  return { form, reset, begun: () => isKnown ? JSON.parse(untouched) as Form : undefined }
}

type Stored<Form> = Partial<Form> & { readonly [BEGUN]?: Form }

function read<Form extends object>(stored: string, first: Form): Stored<Form> {
  if (stored === '') return {}
  const [only, ...others] = Object.keys(first)
  // An older app saved the text of a form with one field as it was typed.
  if (only && others.length === 0 && !stored.startsWith('{')) return { [only]: stored } as Stored<Form>
  try {
    return JSON.parse(stored) as Stored<Form>
  }
  catch {
    return {} // Cut off while it was written: the form starts empty.
  }
}
