import { computed, onActivated, onDeactivated, onScopeDispose, shallowReactive, watchEffect } from 'vue'

/**
 * The answers on the page, each with the time when it was asked for if it is old (UTC ms), else undefined.
 */
const shown = shallowReactive(new Map<symbol, number | undefined>())

/** Counts an answer among those that the page shows, as long as the page is shown itself. */
export function useShownAnswer(oldSince: () => number | undefined): void {
  const key = Symbol('answer')
  let isHere = true
  const leave = () => {
    isHere = false
    shown.delete(key)
  }
  const note = () => isHere && shown.set(key, oldSince())
  watchEffect(note)
  onActivated(() => {
    isHere = true
    note()
  })
  onDeactivated(leave)
  onScopeDispose(leave)
}

/** Whether the page shows an answer that can be asked for again. */
export const hasShownAnswers = computed(() => shown.size > 0)

/** When the oldest of the old answers on the page was asked for; undefined when all are new. */
export const oldestShown = computed(() => {
  const ages = [...shown.values()].filter(at => at !== undefined)
  return ages.length > 0 ? Math.min(...ages) : undefined
})
