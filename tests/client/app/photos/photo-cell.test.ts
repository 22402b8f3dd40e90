// @vitest-environment dom
import type { FormPhoto } from '#client/app/forms/saved-photos.ts'
import PhotoCell from '#client/app/photos/PhotoCell.vue'
import { expect, it, onTestFinished, vi } from 'vitest'
import { h, ref } from 'vue'
import { freshPhone, openPage, settled, text } from '../../../support/client/page.ts'
import { scene } from '../../../support/photos.ts'

freshPhone(() => ({}), () => {})

async function open() {
  const photos = ref<FormPhoto[]>([])
  await openPage({ render: () => h(PhotoCell, {
    'shown': null,
    'label': '照片',
    'modelValue': photos.value,
    'onUpdate:modelValue': (picked: FormPhoto[]) => photos.value = picked,
  }) }, { holder: null })
  const input = document.querySelector<HTMLInputElement>('.photo-cell input')!
  Object.defineProperty(input, 'files', { value: [new File([Uint8Array.from(await scene())], 'a.jpg')] })
  const pick = async () => {
    input.dispatchEvent(new Event('change'))
    await settled()
  }
  return { photos, input, pick }
}

it('a picture that the phone could not prepare says so and can be picked again', async () => {
  const { photos, input, pick } = await open()
  const failure = new DOMException('', 'OperationError')
  const digest = vi.spyOn(crypto.subtle, 'digest').mockRejectedValueOnce(failure)
  onTestFinished(() => digest.mockRestore())
  await pick()
  await expect.poll(text).toContain('没有处理成，请再选一次')
  expect([photos.value.length, input.disabled]).toEqual([0, false])
  await pick()
  await vi.waitFor(() => expect(photos.value).toHaveLength(1))
  expect(text()).not.toContain('没有处理成')
})
