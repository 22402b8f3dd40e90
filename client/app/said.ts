import { shallowRef } from 'vue'

const SHOWN_MS = 2_500
/** Care mode has a line in the page instead of a toast: it stays long enough to be read slowly. */
const SHOWN_IN_CARE_MS = 10_000

/** What the page says in passing. */
export const said = shallowRef<string>()
let timer: ReturnType<typeof setTimeout> | undefined

/** Says in passing that something was done: a toast, in care mode a line in the page. Nothing to answer. */
export function say(text: string): void {
  const isCare = document.documentElement.dataset.care !== undefined
  clearTimeout(timer)
  said.value = text
  timer = setTimeout(() => said.value = undefined, isCare ? SHOWN_IN_CARE_MS : SHOWN_MS)
}
