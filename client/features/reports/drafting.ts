import type { Draft, DraftPhoto } from '#client/sync/outbox.ts'
import type { ReportFields } from './reports.ts'
import { currentPlace } from '#client/app/device/place.ts'
import { saveFailureText } from '#client/app/forms/problems.ts'
import { DraftGoneError, draft as draftOf, saveDraft } from '#client/sync/outbox.ts'
import { useEventListener } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { takeIn } from './capture.ts'
import { FULL_ADVICE } from './reports.ts'

const SAVE_PAUSE_MS = 400
/** How long until saving is tried again (ms): the phone may have space by then. */
const RETRY_MS = 5_000
/** A draft younger than this (ms) was begun where the phone is now. */
const YOUNG_MS = 10 * 60_000

/** A draft open on a page: its fields and photos, saved as they change. */
export function useDrafting(draftId: string) {
  const open = useOpenDraft()
  const { draft, isUnsaved, isGone, problems, saveProblem, change, know, saveNow } = open
  const { isLoaded, isSeeking, load } = useDraftLoading(draftId, open)
  const progress = ref<string>()
  const troubles = computed(() => saveProblem.value ? [...problems.value, saveProblem.value] : problems.value)

  /** Description, kind and place, as the form holds them. */
  function setFields({ kind, text, place, areaId }: ReportFields) {
    if (!draft.value) return
    const { place: _, areaId: __, ...rest } = draft.value
    draft.value = rest
    change({ kind, text, ...place && { place }, ...areaId && { areaId } })
  }

  async function addPhotos(files: File[]) {
    if (!draft.value) return
    const onStep = (done: number) => void (progress.value = `正在处理照片 ${done + 1}/${files.length}`)
    const taken = await takeIn(files, draft.value.photos, onStep)
    progress.value = undefined
    problems.value = taken.troubles
    const found = draft.value.place ?? taken.photos.find(photo => photo.place)?.place
    know(taken.photos)
    if (taken.photos.length > 0)
      change({ photos: [...draft.value.photos, ...taken.photos], ...found && { place: found } })
    await saveNow()
  }

  const removePhoto = (hash: string) =>
    change({ photos: draft.value?.photos.filter(photo => photo.hash !== hash) ?? [] })

  const finish = <Result>(work: (draft: Draft) => Promise<Result>) => finishDraft(draftId, open, work)
  return {
    draft,
    isLoaded,
    isSeeking,
    progress,
    troubles,
    isUnsaved,
    isGone,
    load,
    setFields,
    addPhotos,
    removePhoto,
    finish,
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

/** Loads a draft, and for a young one without a place asks the phone where it is. */
function useDraftLoading(draftId: string, { draft, problems, change, know }: OpenDraft) {
  const isLoaded = ref(false)
  const isSeeking = ref(false)

  /** `before`: problems from the page before this one. */
  async function load(before: string[] = []) {
    problems.value = before
    draft.value = await draftOf(draftId)
    know(draft.value?.photos ?? [])
    isLoaded.value = true
    const isYoung = draft.value && Date.now() - draft.value.changedAt < YOUNG_MS
    if (!isYoung || draft.value?.place || draft.value?.areaId) return
    isSeeking.value = true
    const place = await currentPlace()
    isSeeking.value = false
    if (place && !draft.value?.place && !draft.value?.areaId) change({ place })
  }

  return { isLoaded, isSeeking, load }
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
