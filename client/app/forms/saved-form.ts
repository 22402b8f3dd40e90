import type { GenericSchema } from 'valibot'
import type { Ref } from 'vue'
import { useDirty } from '#client/sync/outbox.ts'
import { is } from 'valibot'
import { ref, watch } from 'vue'
import { same } from './merge.ts'
import { savedText } from './saved-text.ts'

interface SavedForm<Form> {
  readonly form: Ref<Form>
  /**
   * The fields as they were before anything was typed; undefined where an older app saved the form without
   * them.
   */
  readonly begun: () => Form | undefined
  /**
   * Replaces the fields. A field counts as untouched while it equals that of `begunWith`, by default of `to`.
   */
  readonly reset: (to: Form, begunWith?: Form) => void
  /** The fields that were filled before and are others than in a fresh form. */
  readonly restored: (keyof Form)[]
}
/** As of `useForm`. */
interface Options<Form> { saveAs?: string, empty: () => Form, shared?: unknown, shapes?: Shapes<Form> }
/** The key, beside a shared form's fields, under which the fields it began with are saved. */
const BEGUN = '#begun'

/**
 * A form whose fields are saved over a reload, another page and the app's end, for a day; without a name
 * they live as long as the page. Plain data only; a field that is none of today's form begins anew.
 * `shared`: it changes what others may change meanwhile, so what it began with is saved too.
 */
export function savedForm<Form extends object>({
  saveAs: name,
  empty,
  shared,
  shapes = {},
}: Options<Form>): SavedForm<Form> {
  const stored = name === undefined ? ref('') : savedText(name)
  const first = empty()
  const { typed, begun: before } = read(stored.value, first, shapes)
  let isKnown = before !== undefined || stored.value === ''
  let untouched = JSON.stringify(before ?? first)
  const form = ref({ ...first, ...typed }) as Ref<Form>
  // A form that was filled and emptied again has nothing to lose.
  watch(form, (filled) => {
    const typed = JSON.stringify(filled)
    const saved = shared ? JSON.stringify({ ...filled, [BEGUN]: JSON.parse(untouched) as Form }) : typed
    stored.value = typed === untouched ? '' : saved
  }, { deep: true, flush: 'sync' })
  useDirty(() => stored.value !== '')

  function reset(to: Form, begunWith = to) {
    untouched = JSON.stringify(begunWith)
    isKnown = true
    form.value = to
  }
  const restored = (Object.keys(typed) as (keyof Form)[]).filter(field => !same(typed[field], first[field]))
  return { form, reset, restored, begun: () => isKnown ? JSON.parse(untouched) as Form : undefined }
}

/** Schemas of fields that `empty` does not show the shape of, such as lists that may be empty. */
export type Shapes<Form> = { readonly [Field in keyof Form]?: GenericSchema }

/**
 * The saved fields that have the shape of this form's; what an older app or a damaged disk left is dropped.
 */
const fitting = <Form extends object>(
  saved: Partial<Form>,
  first: Form,
  shapes: Shapes<Form>,
): Partial<Form> =>
  Object.fromEntries(Object.entries(saved).filter(([field, value]) => {
    const shape = shapes[field as keyof Form]
    return shape ? is(shape, value) : isAlike(value, first[field as keyof Form])
  })) as Partial<Form>

/** Whether a value has the shape of the one in an empty form, where null stands for a choice to come. */
function isAlike(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample))
    return Array.isArray(value) && value.every(each => isAlike(each, sample[0] ?? ''))
  const isChoice = typeof value !== 'object' || value === null
  if (typeof sample !== 'object' || sample === null)
    return isChoice && (sample === undefined || sample === null || typeof value === typeof sample)
  return !isChoice && Object.entries(sample).every(([field, part]) =>
    isAlike((value as Record<string, unknown>)[field], part))
}

function read<Form extends object>(
  stored: string,
  first: Form,
  shapes: Shapes<Form>,
): { typed: Partial<Form>, begun?: Form | undefined } {
  if (stored === '') return { typed: {} }
  const [only, ...others] = Object.keys(first)
  // An older app saved the text of a form with one field as it was typed.
  if (only && others.length === 0 && !stored.startsWith('{'))
    return { typed: fitting({ [only]: stored } as Partial<Form>, first, shapes) }
  try {
    const { [BEGUN]: begun, ...typed } = JSON.parse(stored) as Partial<Form> & { [BEGUN]?: Form }
    const isWhole = begun && same(fitting(begun, first, shapes), begun)
    return { typed: fitting(typed as Partial<Form>, first, shapes), begun: isWhole ? begun : undefined }
  }
  catch {
    return { typed: {} } // Cut off while it was written: the form starts empty.
  }
}
