import type { Draft, DraftPhoto } from '#client/sync/outbox.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { PickedFiles } from './capture.ts'
import type { ReportFields } from './reports.ts'
import { currentPosition } from '#client/app/device/place.ts'
import { saveFailureText } from '#client/app/forms/problems.ts'
import { DraftGoneError, draft as draftOf, saveDraft } from '#client/sync/outbox.ts'
import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { seenIn, takeIn } from './capture.ts'
import { FULL_ADVICE, known } from './reports.ts'
import { isAtPlace, placeOfPhotos } from './shots.ts'

const SAVE_PAUSE_MS = 400
/** How long until saving is tried again (ms): the phone may have space by then. */
const RETRY_MS = 5_000
/** The sentence for photos that are too old for the phone's present position. */
const NOT_JUST_NOW = '照片不是刚拍的：在现场点“定位”，不在现场选社区'

/** A draft open on a page: its fields and photos, saved as they change. */
export function useDrafting(draftId: string) {
  const open = useOpenDraft()
  const { draft, isUnsaved, isGone, problems, saveProblem, change, know, saveNow } = open
  const { isSeeking, placeProblem, seek } = useSeeking(open)
  const isLoaded = ref(false)
  const progress = ref<string>()
  const troubles = computed(() => saveProblem.value ? [...problems.value, saveProblem.value] : problems.value)

  /** `before`: problems that the previous page found. */
  async function load(before: string[] = []) {
    problems.value = before
    draft.value = await draftOf(draftId)
    know(draft.value?.photos ?? [])
    isLoaded.value = true
    await seek()
  }

  /** Description, kind and place, as the form holds them. */
  function setFields(fields: ReportFields) {
    if (!draft.value) return
    draft.value = known({ ...draft.value, ...fields })
    change({})
  }

  async function addPhotos(picked: PickedFiles) {
    if (!draft.value) return
    const { length } = picked.files
    const onStep = (done: number) => void (progress.value = `正在处理照片 ${done + 1}/${length}`)
    const taken = await takeIn(picked, draft.value.photos, onStep)
    progress.value = undefined
    problems.value = taken.troubles
    know(taken.photos)
    if (taken.photos.length > 0) changePhotos([...draft.value.photos, ...taken.photos])
    await Promise.all([saveNow(), seek()])
  }

  const removePhotos = (hashes: readonly string[]) =>
    changePhotos(draft.value?.photos.filter(({ hash }) => !hashes.includes(hash)) ?? [])

  /**
   * Replaces the photos. A place taken from the old photos follows the new ones; one that a person chose
   * stays.
   */
  function changePhotos(photos: DraftPhoto[]) {
    if (!draft.value) return
    const { place: before, ...rest } = draft.value
    const { seenAt, place: told } = seenIn(photos)
    const isChosen = !isSame(before, placeOfPhotos(draft.value.photos)) || rest.areaId !== undefined
    const place = isChosen ? before : told
    draft.value = rest
    change({ photos, seenAt, ...place && { place } })
  }

  const finish = <Result>(work: (draft: Draft) => Promise<Result>) => finishDraft(draftId, open, work)
  return {
    draft,
    isLoaded,
    isSeeking,
    placeProblem,
    progress,
    troubles,
    isUnsaved,
    isGone,
    load,
    setFields,
    addPhotos,
    removePhotos,
    finish,
    saveNow,
  }
}

type OpenDraft = ReturnType<typeof useOpenDraft>

/** A draft in this tab; follows what other tabs add to it, and stops when they finish it. */
function useOpenDraft() {
  const draft = shallowRef<Draft>()
  const isUnsaved = ref(false)
  const isGone = ref(false)
  /** Problems with photos or with 提交. */
  const problems = ref<string[]>([])
  /** Why the draft could not be saved, until it is. */
  const saveProblem = ref<string>()
  /** All photos that this page has seen in the draft, removed ones included. */
  const known = new Set<string>()
  /** Whether the draft was filed or deleted; nothing is saved then. */
  const isOver = ref(false)
  const autosave = useAutosave(save)

  function change(part: Partial<Draft>) {
    if (!draft.value || isOver.value) return
    draft.value = { ...draft.value, ...part, changedAt: Date.now() }
    isUnsaved.value = true
    autosave.saveSoon()
  }

  async function save(): Promise<void> {
    const saved = draft.value
    if (!saved || !isUnsaved.value || isOver.value) return
    try {
      const others = await saveDraft(saved, known)
      if (!others) return giveUp()
      if (draft.value === saved) isUnsaved.value = false
      saveProblem.value = undefined
      show(others)
    }
    catch (failure) {
      saveProblem.value = saveFailureText(failure, FULL_ADVICE)
      throw failure
    }
  }

  function know(photos: readonly DraftPhoto[]) {
    for (const { hash } of photos) known.add(hash)
  }

  /** Adds photos that another tab has put into the draft. */
  function show(photos: readonly DraftPhoto[]) {
    const added = photos.filter(({ hash }) => !known.has(hash))
    know(added)
    if (draft.value && added.length > 0)
      draft.value = { ...draft.value, photos: [...draft.value.photos, ...added] }
  }

  /** Another tab has filed or deleted the draft: this page can still be read and is not saved. */
  function giveUp() {
    isOver.value = true
    isGone.value = true
    isUnsaved.value = false
    saveProblem.value = undefined
  }

  return {
    draft,
    isUnsaved,
    isGone,
    isOver,
    problems,
    saveProblem,
    change,
    know,
    show,
    giveUp,
    ...autosave,
  }
}

/** Saves shortly after the last change, at once when the page is left, and again while saving fails. */
function useAutosave(save: () => Promise<void>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving = Promise.resolve()
  let isLeft = false

  function saveSoon(waitMs = SAVE_PAUSE_MS) {
    clearTimeout(timer)
    timer = setTimeout(saveNow, waitMs)
  }

  function saveNow(): Promise<void> {
    clearTimeout(timer)
    saving = saving.then(save).catch(() => {
      // A page that was left must not overwrite newer changes.
      if (!isLeft) saveSoon(RETRY_MS)
    })
    return saving
  }

  /** Stops saving by itself; resolves once the current save has finished. */
  function stop(): Promise<void> {
    clearTimeout(timer)
    return saving
  }

  useEventListener(window, 'pagehide', () => void saveNow())
  useEventListener(document, 'visibilitychange', () => void saveNow())
  onScopeDispose(() => {
    isLeft = true
    void saveNow()
  })
  return { saveSoon, saveNow, stop }
}

const isSame = (one: Place | undefined, other: Place | undefined) =>
  one?.latitude === other?.latitude && one?.longitude === other?.longitude

/** Asks for the phone's position while the phone is still where the photo was taken. */
function useSeeking({ draft, change }: OpenDraft) {
  const isSeeking = ref(false)
  /** Why a draft without a place has none. */
  const placeProblem = ref('')

  async function seek() {
    const before = draft.value
    if (!before || before.areaId !== undefined || !isSame(before.place, placeOfPhotos(before.photos))) return
    if (!isAtPlace(before.photos)) return void (placeProblem.value = NOT_JUST_NOW)
    isSeeking.value = true
    const { place, problem } = await currentPosition()
    isSeeking.value = false
    placeProblem.value = problem ?? ''
    const isUntouched = isSame(draft.value?.place, before.place) && draft.value?.areaId === undefined
    if (place && isUntouched) change({ place })
  }

  return { isSeeking, placeProblem, seek }
}

/** Ends a draft by `work`, which files or deletes it. When that fails, the draft stays. */
async function finishDraft<Result>(
  draftId: string,
  { draft, isUnsaved, isOver, problems, show, giveUp, saveSoon, stop }: OpenDraft,
  work: (draft: Draft) => Promise<Result>,
): Promise<Result | undefined> {
  await stop()
  if (!draft.value || isOver.value) return undefined
  isOver.value = true
  problems.value = []
  try {
    const saved = await draftOf(draftId)
    if (!saved) throw new DraftGoneError()
    show(saved.photos)
    return await work(draft.value)
  }
  catch (failure) {
    if (failure instanceof DraftGoneError) return void giveUp()
    isOver.value = false
    problems.value = [saveFailureText(failure, FULL_ADVICE)]
    if (isUnsaved.value) saveSoon()
  }
  return undefined
}
