// @vitest-environment dom
import { useFormKeys } from '#client/ui/form-keys.ts'
import { expect, it, vi } from 'vitest'
import { createApp, defineComponent, h, nextTick, ref, useTemplateRef } from 'vue'

function openForm() {
  const [isOpen, hasUnits] = [ref(false), ref(false)]
  const send = vi.fn<(event: Event) => void>(event => event.preventDefault())
  document.body.innerHTML = '<div id="app"></div>'
  createApp(defineComponent(() => {
    useFormKeys(isOpen, useTemplateRef<HTMLElement>('form'))
    return () => isOpen.value && h('form', { ref: 'form', onSubmit: send }, [
      hasUnits.value && ['a', 'b'].map(id => h('input', { type: 'radio', name: 'unit', id })),
      h('textarea', { id: 'words' }),
    ])
  })).mount('#app')
  return { isOpen, hasUnits, send }
}
const here = () => document.activeElement?.id
function press(more: KeyboardEventInit) {
  const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...more })
  document.activeElement!.dispatchEvent(event)
}

it('the first field has the focus, also one that is loaded after the form has opened', async () => {
  const { isOpen, hasUnits } = openForm()
  isOpen.value = true
  await expect.poll(here).toBe('words')
  hasUnits.value = true
  await expect.poll(here).toBe('a')
})

it('who has begun to write goes on where they are', async () => {
  const { isOpen, hasUnits } = openForm()
  isOpen.value = true
  await expect.poll(here).toBe('words')
  document.querySelector('textarea')!.value = '请先看现场'
  hasUnits.value = true
  await vi.waitFor(() => expect(document.querySelector('#a')).not.toBeNull())
  await nextTick()
  expect(here()).toBe('words')
})

it('Ctrl+Enter sends; an Enter alone, or one that chooses words of a composition, does not', async () => {
  const { isOpen, send } = openForm()
  isOpen.value = true
  await expect.poll(here).toBe('words')
  press({})
  press({ ctrlKey: true, isComposing: true })
  expect(send).not.toHaveBeenCalled()
  press({ ctrlKey: true })
  press({ metaKey: true })
  expect(send).toHaveBeenCalledTimes(2)
})
