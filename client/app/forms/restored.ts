import { onScopeDispose, shallowReactive } from 'vue'

/** Forms of this page that were filled before it was opened, and how each is emptied. */
const restored = shallowReactive(new Map<symbol, () => void>())

/** Whether a form of this page shows what was typed before the page was opened. */
export const hasRestored = (): boolean => restored.size > 0

/** Empties these forms. */
export function clearRestored(): void {
  for (const clear of [...restored.values()]) clear()
}

/** Lets the page say that a form was filled before; `forget`: it was sent or emptied. */
export function useRestored(clear: () => void) {
  const form = Symbol('form')
  const forget = () => void restored.delete(form)
  onScopeDispose(forget)
  return { note: () => void restored.set(form, clear), forget }
}
