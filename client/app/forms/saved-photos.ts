import type { Ref } from 'vue'
import { savedFormPhotos, saveFormPhotos, useDirty } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { useSession } from '../session/session.ts'

export interface FormPhoto { hash: string, bytes: ArrayBuffer }

/** Restores a form's pictures from the phone's database, and saves every change until they have been sent. */
export function savedPhotos(
  name: string,
  taken: Ref<readonly FormPhoto[]>,
  onRestored = () => {},
): { problem: Ref<string> } {
  const form = `${useSession().accountId}/${name}`
  const problem = ref('')
  useDirty(() => taken.value.length > 0)
  let isRestored = false
  if (taken.value.length === 0) void restore()

  async function restore() {
    const photos = await savedFormPhotos(form).catch(() => []) // Storage is closed: the next picture says so.
    if (photos.length === 0 || taken.value.length > 0) return // Others were picked meanwhile.
    isRestored = true
    taken.value = photos
    onRestored()
  }

  watch(taken, (photos) => {
    problem.value = ''
    if (!isRestored) void save(photos)
    isRestored = false
  }, { flush: 'sync' })

  async function save(photos: readonly FormPhoto[]) {
    try {
      await saveFormPhotos(form, photos.map(({ hash, bytes }) => ({ hash, bytes })))
    }
    catch {
      if (photos.length > 0 && taken.value === photos) problem.value = '手机空间满了，图片没存下来：现在就提交，关掉这一页会丢。'
    }
  }
  return { problem }
}
