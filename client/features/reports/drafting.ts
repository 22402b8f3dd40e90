import type { Draft, DraftPhoto } from '#client/sync/outbox.ts'
import type { ReportFields } from './reports.ts'
import { currentPlace } from '#client/app/device/place.ts'
import { saveFailureText } from '#client/app/forms/problems.ts'
import { DraftGoneError, draft as draftOf, saveDraft } from '#client/sync/outbox.ts'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { takeIn } from './capture.ts'
import { FULL_ADVICE } from './reports.ts'

const SAVE_PAUSE_MS = 400
/** A phone that was full may have been cleaned up meanwhile. */
const RETRY_MS = 5_000
/** A draft this young was begun where the phone is now; an older one is finished somewhere else. */
const YOUNG_MS = 10 * 60_000

/**
 * A draft open on a page: whatever changes is kept on the phone a moment later, and at once when the page
 * goes.
 */
export function useDrafting(draftId: string) {
  const draft = shallowRef<Draft>()
  const isLoaded = ref(false)
  const isSeeking = ref(false)
  const progress = ref<string>()
  /**
   * What went wrong with photos or with 提交; `unkept` is about the draft itself, and true only until it is
   * saved.
   */
  const said = ref<string[]>([])
  const unkept = ref<string>()
  const troubles = computed(() => unkept.value ? [...said.value, unkept.value] : said.value)
  const isUnsaved = ref(false)
  const isGone = ref(false)
  /** Photos that have been in the draft as this page knows it, those taken out again included. */
  const seen = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving = Promise.resolve()
  let isDone = false
  let isLeft = false

  function change(part: Partial<Draft>) {
    if (!draft.value || isDone) return
    draft.value = { ...draft.value, ...part, changedAt: Date.now() }
    isUnsaved.value = true
    clearTimeout(timer)
    timer = setTimeout(flush, SAVE_PAUSE_MS)
  }

  function flush() {
    clearTimeout(timer)
    if (!isUnsaved.value || isDone || !draft.value) return saving
    const now = draft.value
    saving = saving.then(() => save(now))
    return saving
  }

  async function save(now: Draft) {
    if (isDone) return
    try {
      const others = await saveDraft(now, seen)
      if (!others) return giveUp()
      const isLatest = draft.value === now
      join(others)
      unkept.value = undefined
      if (isLatest) isUnsaved.value = false
    }
    catch (trouble) {
      unkept.value = saveFailureText(trouble, FULL_ADVICE)
      clearTimeout(timer)
      // A page that has been left must not write over what is typed after it.
      if (!isLeft) timer = setTimeout(flush, RETRY_MS)
    }
  }

  /** Photos that another tab has put into the same draft are shown here too. */
  function join(others: readonly DraftPhoto[]) {
    for (const { hash } of others) seen.add(hash)
    if (draft.value && others.length > 0)
      draft.value = { ...draft.value, photos: [...draft.value.photos, ...others] }
  }

  /**
   * Another tab has filed the draft or thrown it away. What is on this page stays to be read, and is saved no
   * more.
   */
  function giveUp() {
    isDone = true
    isGone.value = true
    isUnsaved.value = false
    unkept.value = undefined
  }

  /** Words, kind and place as the form holds them. */
  function setFields({ kind, text, place, areaId }: ReportFields) {
    if (!draft.value) return
    const { place: _, areaId: __, ...rest } = draft.value
    draft.value = rest
    change({ kind, text, ...place && { place }, ...areaId && { areaId } })
  }

  async function addPhotos(files: File[]) {
    if (!draft.value) return
    const taken = await takeIn(
      files,
      draft.value.photos,
      done => (progress.value = `正在处理照片 ${done + 1}/${files.length}`),
    )
    progress.value = undefined
    said.value = taken.troubles
    const found = draft.value.place ?? taken.photos.find(photo => photo.place)?.place
    for (const { hash } of taken.photos) seen.add(hash)
    if (taken.photos.length > 0)
      change({ photos: [...draft.value.photos, ...taken.photos], ...(found && { place: found }) })
    await flush()
  }

  const removePhoto = (hash: string) =>
    change({ photos: draft.value?.photos.filter(photo => photo.hash !== hash) ?? [] })

  /** `before`: what went wrong on the page before this one. */
  async function load(before: string[] = []) {
    said.value = before
    draft.value = await draftOf(draftId)
    for (const { hash } of draft.value?.photos ?? []) seen.add(hash)
    isLoaded.value = true
    const isYoung = draft.value && Date.now() - draft.value.changedAt < YOUNG_MS
    if (!isYoung || draft.value?.place || draft.value?.areaId) return
    isSeeking.value = true
    const place = await currentPlace()
    isSeeking.value = false
    if (place && !draft.value?.place && !draft.value?.areaId) change({ place })
  }

  /**
   * Nothing is written after this: the draft has become a report, or is to be forgotten. When the work fails,
   * the draft lives on.
   */
  async function finish<Result>(work: (draft: Draft) => Promise<Result>): Promise<Result | undefined> {
    clearTimeout(timer)
    await saving
    if (!draft.value || isDone) return undefined
    isDone = true
    said.value = []
    try {
      const kept = await draftOf(draftId)
      if (!kept) throw new DraftGoneError()
      join(kept.photos.filter(({ hash }) => !seen.has(hash)))
      return await work(draft.value)
    }
    catch (trouble) {
      if (trouble instanceof DraftGoneError) return void giveUp()
      isDone = false
      said.value = [saveFailureText(trouble, FULL_ADVICE)]
      if (isUnsaved.value) timer = setTimeout(flush, SAVE_PAUSE_MS)
    }
    return undefined
  }

  const onHide = () => void flush()
  window.addEventListener('pagehide', onHide)
  document.addEventListener('visibilitychange', onHide)
  onScopeDispose(() => {
    isLeft = true
    void flush()
    window.removeEventListener('pagehide', onHide)
    document.removeEventListener('visibilitychange', onHide)
  })

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
