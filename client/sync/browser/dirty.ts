import type { MaybeRefOrGetter } from 'vue'
import { onScopeDispose, toValue, watch } from 'vue'
import { whileBusy } from './busy.ts'

/** This tab's dirty forms; the lock is held for all tabs and while something is sent. */
const unsaved = new Set<symbol>()

/** Whether leaving this tab's page would lose something typed. */
export const isPageDirty = (): boolean => unsaved.size > 0

/** Holds off app updates while `isDirty`: a reload would lose what was typed. */
export function useDirty(isDirty: MaybeRefOrGetter<boolean>): void {
  const form = Symbol('form')
  let clean: (() => void) | undefined
  watch(() => toValue(isDirty), (dirty) => {
    clean?.()
    clean = undefined
    unsaved.delete(form)
    if (!dirty) return
    unsaved.add(form)
    // Made before the lock is requested, so that a form clean again before the grant releases it at once.
    const isClean = new Promise<void>(resolve => clean = resolve)
    void whileBusy(() => isClean)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    clean?.()
    unsaved.delete(form)
  })
}
