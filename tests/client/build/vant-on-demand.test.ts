import { vantOnDemand } from '#client/build/vant-on-demand.ts'
import { expect, it } from 'vitest'

const { transform } = vantOnDemand() as unknown as {
  transform: { handler: (code: string) => { code: string } }
}

it('each part of Vant brings its own style and no other', () => {
  const { code } = transform.handler(`import { Button as VanButton, ActionSheet } from 'vant'`)
  expect(code.match(/vant\/es\/[\w/-]+\.mjs/g)).toEqual([
    'vant/es/button/style/index.mjs',
    'vant/es/action-sheet/style/index.mjs',
  ])
})

it('a function brings the style of what it opens, a type brings none', () => {
  const { code } = transform.handler(`import { showToast, type FieldInstance, closeToast } from 'vant'`)
  expect(code.match(/vant\/es\/[\w/-]+\.mjs/g)).toEqual(['vant/es/toast/style/index.mjs'])
})
