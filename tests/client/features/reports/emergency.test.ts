// @vitest-environment dom
import type { ReportFields } from '#client/features/reports/reports.ts'
import EditForm from '#client/features/outbox/EditForm.vue'
import ReportForm from '#client/features/reports/parts/ReportForm.vue'
import { expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { report } from '../../../support/client/commands.ts'
import { choose, freshPhone, me, openPage, settled, tap, text } from '../../../support/client/page.ts'

const holder = me('courier')
freshPhone(() => ({ 'identity.me': holder, 'areas.tree': [] }), () => {})

it('closed without going on, the sheet takes 突发事件 back; going on chooses it', async () => {
  const empty = { text: '', place: undefined, spot: undefined, areaId: undefined }
  const fields = ref<ReportFields>({ kind: 'hazard', ...empty })
  await openPage(defineComponent(() => () => h(ReportForm, {
    'modelValue': fields.value,
    'onUpdate:modelValue': (changed: ReportFields) => fields.value = changed,
  })), { holder })
  const chosen = () => document.querySelector<HTMLInputElement>('.kinds__input:checked')?.value

  choose('突发事件')
  await settled()
  expect(text()).toContain('遇险，先打电话')
  await tap('关闭')
  expect([fields.value.kind, chosen()]).toEqual(['hazard', 'hazard'])

  choose('突发事件')
  await settled()
  // Esc, or Android's back.
  document.querySelector('dialog[aria-label=突发事件]')!.dispatchEvent(new Event('close'))
  await settled()
  expect([fields.value.kind, chosen()]).toEqual(['hazard', 'hazard'])

  choose('突发事件')
  await settled()
  await tap('我已报警（或不需要），继续上报')
  expect([fields.value.kind, chosen()]).toEqual(['emergency', 'emergency'])
  expect(text()).not.toContain('遇险，先打电话')
})

it('it does so too where a saved report is changed', async () => {
  const envelope = { id: '1', name: 'reports.file', madeAt: 1, input: report('井盖') } as const
  const sent: unknown[] = []
  await openPage(defineComponent(() => () =>
    h(EditForm, { envelope, action: '保存', onDone: (input: unknown) => void sent.push(input) })), { holder })
  const select = document.querySelector('select')!
  const before = select.value
  const pick = async (value: string) => {
    select.value = value
    select.dispatchEvent(new Event('change'))
    await settled()
  }
  await pick('emergency')
  await tap('关闭')
  expect(select.value).toBe(before)
  await pick('emergency')
  await tap('我已报警（或不需要），继续上报')
  document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
  expect(sent).toMatchObject([{ kind: 'emergency' }])
})
