import type { KioskView } from '#shared/doors/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { Admission } from './admitting.ts'
import type { useShowing } from './showing.ts'
import { savedInTab } from '#client/app/forms/saved-text.ts'
import { refusalText } from '#client/app/words/index.ts'
import { onScopeDispose, ref, watch } from 'vue'

/** An opening longer ago is not shown any more. */
const RECENT_MS = 20_000
const LOCK_TIMEOUT_MS = 12_000
/** How long the same code is ignored: it is still before the camera after its answer was shown. */
const REPEAT_MS = 20_000

/** The kiosk's own sentence, where the phone's names a button that a kiosk lacks. */
const wordsFor = (refusal: Refusal) =>
  refusal.code === 'stations.tooSoon'
    ? '刚刚才开过门，五分钟以后再来。门没开的话，请在手机上报“门打不开”。'
    : refusalText(refusal)

interface Door {
  view: () => KioskView
  now: () => number
  admit: (text: string) => Promise<Admission>
  noteShown: (entryId: string) => Promise<void>
  showing: ReturnType<typeof useShowing>
}

/**
 * Shows on the screen what happens at the door: passes held out, and phones that entered by the door code.
 */
export function useOpening({ view, now, admit, noteShown, showing }: Door) {
  const { show } = showing
  const isBusy = ref(false)
  const lastOpenAt = ref<number>()
  /** The entry last shown open: it isn't shown again after a reload, which would let a second person in. */
  const shown = savedInTab('door-shown-open')
  const seen = new Set([shown.value])
  let last = { text: '', at: 0 }
  let waitingFor: string | undefined
  let giveUp: ReturnType<typeof setTimeout> | undefined

  function open(entryId: string, guest?: string) {
    seen.add(entryId)
    shown.value = entryId
    clearTimeout(giveUp)
    waitingFor = undefined
    lastOpenAt.value = now()
    show({ kind: 'open', guest })
    void noteShown(entryId)
  }

  async function read(text: string) {
    if (isBusy.value || (text === last.text && now() - last.at < REPEAT_MS)) return
    isBusy.value = true
    last = { text, at: now() }
    show({ kind: 'checking' })
    const admission = await admit(text).catch((): Admission => ({
      kind: 'refused',
      refusal: { code: 'stations.closed', words: '平板存不下开门记录，请找站长' },
    }))
    isBusy.value = false
    last.at = now()
    if (admission.kind === 'refused') show({ kind: 'refused', words: wordsFor(admission.refusal) })
    if (admission.kind === 'open') open(admission.entryId)
    if (admission.kind === 'opening') waitFor(admission.entryId)
  }

  function waitFor(entryId: string) {
    waitingFor = entryId
    giveUp = setTimeout(
      () =>
        waitingFor === entryId
        && show({ kind: 'refused', words: refusalText({ code: 'stations.lockSilent' }) }),
      LOCK_TIMEOUT_MS,
    )
  }

  watch(() => view().opening, (opening) => {
    // The door was shown open for a pass before the server's answer brought the holder's name.
    if (opening?.guest && opening.entryId === shown.value && showing.shown.value.kind === 'open')
      show({ kind: 'open', guest: opening.guest })
    if (!opening?.isOpen || seen.has(opening.entryId)) return
    seen.add(opening.entryId)
    lastOpenAt.value = Math.max(lastOpenAt.value ?? 0, opening.at)
    if (opening.entryId === waitingFor || now() - opening.at < RECENT_MS)
      open(opening.entryId, opening.guest)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(giveUp))
  return { isBusy, lastOpenAt, read }
}
