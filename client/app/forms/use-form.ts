import type { CommandName } from '#shared/commands.ts'
import type { Ref } from 'vue'
import type { FormSpec } from './check-input.ts'
import type { Shapes } from './saved-form.ts'
import type { FormPhoto } from './saved-photos.ts'
import { shallowRef, watch } from 'vue'
import { commandOf } from './check-input.ts'
import { changedText, mergeFields, same } from './merge.ts'
import { useRestored } from './restored.ts'
import { savedForm } from './saved-form.ts'
import { savedPhotos } from './saved-photos.ts'
import { useCommand } from './use-command.ts'

interface Options<Name extends CommandName, Fields extends object> extends FormSpec<Name, Fields> {
  empty: () => Fields
  /** The field that says whether the form is open; it does not count as filled in. */
  openField?: Extract<keyof Fields, string>
  /** Saves what is typed under this name, by account and for a day; without it, a reload loses it. */
  saveAs?: string
  /** Schemas of fields whose shape `empty` does not show, by which what was saved is checked. */
  shapes?: Shapes<Fields>
  /** Pictures are saved like the text; those that the command names are sent along. */
  hasPhotos?: boolean
  /**
   * The field with the id of what the command makes. It is saved with the text, so that the same form sent
   * twice makes one thing.
   */
  idField?: Extract<keyof Fields, string>
  /**
   * Runs once the command was accepted or saved, before the form is emptied: it loads what the page then
   * shows.
   */
  onSent?: () => Promise<unknown>
  /** The fields after sending; without it, the form is emptied. */
  rest?: (fields: Fields) => Fields
  /** What else the person can do when the phone is full. */
  advice?: string
  /**
   * What the form changes, as it stands now, where others may change it too: fields that were not touched
   * follow it, and `problem` says what others changed.
   */
  shared?: Shared<Fields>
  /**
   * The field with the version that was seen. A refusal for a newer version puts that one here, so that the
   * next try replaces it.
   */
  seenField?: Extract<keyof Fields, string>
}

interface Shared<Fields> {
  current: () => Partial<Fields>
  /** What the fields are called on screen; others are not spoken of. */
  names: Partial<Record<keyof Fields, string>>
  /** Asks for what stands now; called when a change was refused because of a newer version. */
  refresh: () => Promise<unknown>
}

/**
 * A form that sends one command. It checks with the command's own schema, saves what is typed until it was
 * sent, and says in `problem` why it was not.
 */
export function useForm<Name extends CommandName, Fields extends object>(options: Options<Name, Fields>) {
  const { saveAs, empty, hasPhotos = false, idField, onSent, rest, advice, shared, seenField } = options
  const { form, reset, begun, restored: fields } = savedForm(options)
  const restored = useRestored(clear)
  const silent: unknown[] = [idField, options.openField, seenField]
  if (fields.some(field => !silent.includes(field))) restored.note()
  const photos: Ref<FormPhoto[]> = shallowRef([])
  const photoSaving = hasPhotos && saveAs ? savedPhotos(saveAs, photos, restored.note) : undefined
  const { problem, refusal, isBusy, send } = useCommand(advice)

  /** The command as the form stands; undefined, and `problem` says why, when it cannot be sent. */
  function check() {
    const checked = commandOf(options, form.value, photos.value)
    problem.value = checked.problem ?? ''
    return checked.problem === undefined ? checked : undefined
  }

  /** True once the command was accepted, or is safe on the phone; else the form stays as it is. */
  async function submit(): Promise<boolean> {
    const command = isBusy.value ? undefined : check()
    if (!command) return false
    const { name, input } = command
    const named = JSON.stringify(input)
    const isNamed = ({ hash }: FormPhoto) => named.includes(hash)
    if (!await send(name, input, photos.value.filter(isNamed))) {
      // The server accepted an earlier try and its answer was lost. The next try gets a new id.
      if (idField && refusal.value?.code.endsWith('.idTaken'))
        Object.assign(form.value, { [idField]: empty()[idField] })
      if (refusal.value?.code === 'command.changedMeanwhile') {
        if (seenField) Object.assign(form.value, { [seenField]: refusal.value.at })
        await shared?.refresh()
      }
      return false
    }
    restored.forget()
    await onSent?.()
    photos.value = photos.value.filter(photo => !isNamed(photo))
    if (rest) form.value = rest(form.value)
    else reset(empty())
    return true
  }

  if (shared) watch(shared.current, latest => follow(latest, shared.names), { immediate: true })

  function follow(latest: Partial<Fields>, names: Shared<Fields>['names']) {
    const before = begun()
    // An older app did not save what the form began with: all that differs may be the work of others.
    const merged = mergeFields(form.value, before ?? form.value, latest)
    if (before === undefined) merged.fields = form.value
    const begunWith = { ...before ?? empty(), ...latest }
    if (same(before, begunWith)) return
    const isTyped = !same(form.value, before)
    reset(merged.fields, begunWith)
    const text = isTyped ? changedText(merged, latest, names) : undefined
    if (text === undefined) return
    const isRefused = refusal.value?.code === 'command.changedMeanwhile'
    problem.value = isRefused ? `${problem.value} ${text}` : text
  }

  function clear() {
    restored.forget()
    problem.value = ''
    photos.value = []
    reset(empty())
  }

  return { form, photos, photoSaving, problem, refusal, isBusy, check, submit, clear, send }
}
