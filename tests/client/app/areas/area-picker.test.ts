// @vitest-environment dom
import AreaPicker from '#client/app/areas/AreaPicker.vue'
import { expect, it, vi } from 'vitest'
import { h } from 'vue'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'

const clerk = me('admin')
freshPhone(() => ({
  'identity.me': clerk,
  'areas.tree': [['4201', '武汉市'], ['420103', '江汉区'], ['420103006', '花楼街道']],
}), () => {})

it.each([['420103006', '江汉区 · 花楼街道'], ['4201', '武汉市']])('names the chosen area: %s', async (code, name) => {
  await openPage({ setup: () => () => h(AreaPicker, { label: '发给哪里', modelValue: code }) }, { holder: clerk })
  await vi.waitFor(() => expect(text()).toContain(`发给哪里${name}`))
})
