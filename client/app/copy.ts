import type { Directive } from 'vue'
import { say } from './said.ts'

/**
 * A number or an address that a long press copies, whole. Where the browser has no such event (iOS), a long
 * press selects all of it and the system offers to copy.
 */
export const vCopy: Directive<HTMLElement, string> = {
  mounted: (element, { value }) => {
    element.dataset.copy = value
    element.classList.add('copyable')
    element.addEventListener('contextmenu', copy)
  },
  updated: (element, { value }) => void (element.dataset.copy = value),
}

async function copy(event: Event) {
  const { dataset: { copy: text } } = event.currentTarget as HTMLElement
  if (!text || !clipboard()) return
  event.preventDefault()
  await copyText(text)
}

/** Undefined on an insecure page. */
const clipboard = () => navigator.clipboard as Clipboard | undefined

/** Copies a text whose button was tapped, and says so, or what to do instead. */
export async function copyText(text: string, said = '已复制', instead = '没能复制，请长按选中后复制'): Promise<void> {
  await (clipboard()?.writeText(text) ?? Promise.reject(new Error('no clipboard')))
    .then(() => say(said), () => say(instead))
}
