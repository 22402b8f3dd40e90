import type { ObjectDirective } from 'vue'
import { lengthOf, startOf } from '#shared/kernel/text.ts'

/**
 * `v-limit="500"`: a native field takes so many characters, counted as the schemas count them. `maxlength`
 * counts an emoji twice.
 */
export const vLimit: ObjectDirective<HTMLInputElement | HTMLTextAreaElement, number> = {
  created(field, { value: most }) {
    field.addEventListener('input', (event) => {
      // Text that an input method is still composing does not count yet.
      if ((event as InputEvent).isComposing || lengthOf(field.value) <= most) return
      const caret = field.selectionEnd ?? field.value.length
      const [before, after] = [field.value.slice(0, caret), field.value.slice(caret)]
      // Cuts the inserted text; the text behind it stays.
      const put = startOf(before, Math.max(0, most - lengthOf(after)))
      field.value = startOf(put + after, most)
      field.setSelectionRange(put.length, put.length)
      field.dispatchEvent(new Event('input')) // Tells the model about the shortened text.
    })
  },
}
