// @vitest-environment dom
import PairForm from '#client/kiosk/parts/PairForm.vue'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { button, freshPhone, openPage, submit, text, type } from '../../support/client/page.ts'

freshPhone(() => ({}), () => {})

it('a pairing code that is too short is said to be, and stays to be completed', async () => {
  await openPage({ render: () => h(PairForm, { wasPaired: false, holder: null }) }, { holder: null })
  await type('[aria-label=配对码]', '1234 567')
  expect(button('配对').disabled).toBe(false)
  await submit()
  expect(text()).toContain('配对码是 8 位数字，请核对')
  expect(document.querySelector<HTMLInputElement>('[aria-label=配对码]')?.value).toBe('1234 567')
})
