// @vitest-environment dom
import HoneyCount from '#client/ui/HoneyCount.vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createApp, h, nextTick, ref } from 'vue'

const points = ref<number>()
let app: ReturnType<typeof createApp>
beforeEach(() => {
  points.value = undefined
  document.body.innerHTML = '<div id="app"></div>'
  app = createApp(() => h(HoneyCount, { points: points.value }))
  app.mount('#app')
})
afterEach(() => {
  app.unmount()
  delete document.documentElement.dataset.care
  vi.restoreAllMocks()
})

const number = () => document.querySelector('.honey__number')!.textContent
const gain = () => document.querySelector('.honey__gain')?.textContent
async function become(now: number) {
  points.value = now
  await nextTick()
}

it('points that arrive run up to their number, and a drop falls', async () => {
  expect(number()).toBe('–')
  await become(888)
  expect([number(), gain()]).toEqual(['888', undefined])
  await become(1938)
  expect([number(), gain()]).toEqual(['888', '+1050'])
  expect(document.querySelector('.drop__falls')).not.toBeNull()
  await expect.poll(number).toBe('1,938')
  await expect.poll(gain).toBeUndefined()
})

it('points that are spent are just fewer', async () => {
  await become(888)
  await become(868)
  expect([number(), gain()]).toEqual(['868', undefined])
})

it.each([
  ['in care mode', () => void (document.documentElement.dataset.care = '')],
  ['with reduced motion', () => void vi.spyOn(window, 'matchMedia')
    .mockImplementation(query => ({ matches: query.includes('reduce') }) as MediaQueryList)],
])('nothing moves %s', async (_when, calm) => {
  calm()
  await become(888)
  await become(938)
  expect([number(), gain()]).toEqual(['938', undefined])
})
