// @vitest-environment dom
import type { ReportView } from '#shared/reports/schemas.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import AnswerForm from '#client/features/reports/parts/AnswerForm.vue'
import { expect, it } from 'vitest'
import { h } from 'vue'
import { button, freshPhone, me, openPage, submit, text, type } from '../../../support/client/page.ts'

let server: PhoneServer
freshPhone(() => ({}), given => server = given)

it('an empty answer is not sent: the button can be tapped, and it is said what is missing', async () => {
  const reportId = '0194f000-0000-7000-8000-0000000000a1'
  const { outbox } = await openPage(
    { render: () => h(AnswerForm, { report: { id: reportId } as ReportView }) },
    { holder: me('courier') },
  )
  for (const blank of ['', '\u200B']) {
    await type('textarea', blank)
    expect(button('回答').disabled).toBe(false)
    await submit()
    expect(text()).toContain('请写几个字回答')
  }
  expect(outbox.items).toEqual([])
  await type('textarea', '东侧')
  await submit()
  await expect.poll(() => server.commands.map(({ input }) => input)).toEqual([{ reportId, answer: '东侧' }])
})
