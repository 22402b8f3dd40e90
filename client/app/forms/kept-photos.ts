import type { Ref } from 'vue'
import { savedFormPhotos, saveFormPhotos, useDirty } from '#client/sync/outbox.ts'
import { ref, watch } from 'vue'
import { useSession } from '../session/session.ts'

export interface Taken { hash: string, bytes: ArrayBuffer }

/**
 * The pictures of a form are there again as its words are, in the phone's database until they have been sent.
 */
export function keepPhotos(name: string, taken: Ref<readonly Taken[]>): { problem: Ref<string> } {
  const form = `${useSession().accountId}/${name}`
  const problem = ref('')
  useDirty(() => taken.value.length > 0)
  let isBroughtBack = false
  if (taken.value.length === 0) void bringBack()

  async function bringBack() {
    const photos = await savedFormPhotos(form).catch(() => []) // Storage is closed to us: picking says so.
    if (photos.length === 0 || taken.value.length > 0) return // Others have been picked meanwhile.
    isBroughtBack = true
    taken.value = photos
  }

  watch(taken, (photos) => {
    problem.value = ''
    if (!isBroughtBack) void keep(photos)
    isBroughtBack = false
  }, { flush: 'sync' })

  async function keep(photos: readonly Taken[]) {
    try {
      await saveFormPhotos(form, photos.map(({ hash, bytes }) => ({ hash, bytes })))
    }
    catch {
      if (photos.length > 0 && taken.value === photos) problem.value = '手机空间满了，图片没存下来：现在就提交，关掉这一页会丢。'
    }
  }
  return { problem }
}
