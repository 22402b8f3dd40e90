import type { Ref } from 'vue'
import { dropPicked, keepPicked, pickedBytes } from '#client/sync/picked.ts'
import { useDirty } from '#client/sync/updates.ts'
import { ref, watch } from 'vue'
import { keptTyped } from './kept-typed.ts'

export interface Taken { hash: string, bytes: ArrayBuffer }

/** The one picture of a form survives a reload as its words do: this tab remembers which, the phone's database holds the bytes. Set to undefined once it has been sent. */
export function keepPhoto(name: string, taken: Ref<Taken | undefined>): { problem: Ref<string> } {
  const hash = keptTyped(`photo-${name}`)
  const problem = ref('')
  useDirty(() => taken.value !== undefined)
  if (hash.value !== '' && !taken.value) void bringBack(hash.value)

  async function bringBack(kept: string) {
    const bytes = await pickedBytes(kept).catch(() => undefined)
    if (taken.value || hash.value !== kept) return // Another has been picked meanwhile.
    if (bytes) taken.value = { hash: kept, bytes }
    else hash.value = ''
  }

  watch(taken, (photo, before) => {
    if (photo?.hash === hash.value) return // Just brought back.
    hash.value = ''
    problem.value = ''
    if (before) void dropPicked(before.hash).catch(() => {}) // It goes by itself in a week.
    if (photo) void keep(photo)
  }, { flush: 'sync' })

  async function keep(photo: Taken) {
    try {
      await keepPicked(photo)
      if (taken.value?.hash === photo.hash) hash.value = photo.hash
    }
    catch {
      problem.value = '手机空间满了，图片没存下来：现在就提交，刷新这一页会丢。'
    }
  }
  return { problem }
}
