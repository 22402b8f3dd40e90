// @vitest-environment dom
import { vLimit } from '#client/ui/limit.ts'
import { afterEach, expect, it } from 'vitest'
import { createApp, defineComponent, h, nextTick, ref, vModelText, withDirectives } from 'vue'

let close: (() => void) | undefined
afterEach(() => close?.())

function openField(most: number) {
  const text = ref('')
  const root = document.body.appendChild(document.createElement('div'))
  const app = createApp(defineComponent(() => () => withDirectives(
    h('textarea', { 'onUpdate:modelValue': (typed: string) => text.value = typed }),
    [[vModelText, text.value], [vLimit, most]],
  )))
  app.mount(root)
  close = () => {
    app.unmount()
    root.remove()
  }
  const field = root.querySelector('textarea')!
  const write = async (words: string, caret = words.length) => {
    field.value = words
    field.setSelectionRange(caret, caret)
    field.dispatchEvent(new Event('input'))
    await nextTick()
  }
  return { text, field, write }
}

it('a field for five characters takes five emoji, and no half of one', async () => {
  const { text, field, write } = openField(5)
  await write('🐝🐝🐝🐝🐝')
  expect(text.value).toBe('🐝🐝🐝🐝🐝')
  await write('🐝🐝🐝🐝🐝🐝')
  expect([field.value, text.value]).toEqual(['🐝🐝🐝🐝🐝', '🐝🐝🐝🐝🐝'])
})

it('of what is put in the middle as much stays as has room; what stood behind it stays', async () => {
  const { text, field, write } = openField(5)
  await write('路灯坏')
  await write('路边那盏灯坏', 4)
  expect([text.value, field.value, field.selectionEnd]).toEqual(['路边那灯坏', '路边那灯坏', 3])
})
