import type { Ref } from 'vue'
import { savedFormPhotos, saveFormPhotos, useDirty } from '#client/sync/outbox.ts'
import { reactive, watch } from 'vue'
import { useSession } from '../session/session.ts'

export interface FormPhoto { hash: string, bytes: ArrayBuffer }
/** Whether a form's pictures are safe on the phone yet, or why they can't be. */
export interface PhotoSaving { isUnderWay: boolean, problem: string }

/** Restores a form's pictures from the phone's database, and saves every change until they have been sent. */
export function savedPhotos(
  name: string,
  taken: Ref<readonly FormPhoto[]>,
  onRestored = () => {},
): Readonly<PhotoSaving> {
  const form = `${useSession().accountId}/${name}`
  const saving = reactive<PhotoSaving>({ isUnderWay: false, problem: '' })
  useDirty(() => taken.value.length > 0)
  let isRestored = false
  if (taken.value.length === 0) void restore()

  async function restore() {
    // Where storage is blocked, adding a picture says so.
    const photos = await savedFormPhotos(form).catch(() => [])
    if (photos.length === 0 || taken.value.length > 0) return // Others were picked meanwhile.
    isRestored = true
    taken.value = photos
    onRestored()
  }

  watch(taken, (photos) => {
    saving.problem = ''
    if (!isRestored) void save(photos)
    isRestored = false
  }, { flush: 'sync' })

  async function save(photos: readonly FormPhoto[]) {
    saving.isUnderWay = true
    const isSaved = await saveFormPhotos(form, photos.map(({ hash, bytes }) => ({ hash, bytes })))
      .then(() => true, () => false)
    if (taken.value !== photos) return // Others are being saved since.
    saving.isUnderWay = false
    if (!isSaved && photos.length > 0)
      saving.problem = '手机空间满了，图片没存下来：现在就提交，关掉这一页会丢。'
  }
  return saving
}
