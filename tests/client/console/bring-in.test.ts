// @vitest-environment dom
import type { ExchangeColumn } from '#shared/reports/exchange-schemas.ts'
import { answersIn } from '#client/console/exchange/answers-file.ts'
import BringIn from '#client/console/exchange/BringIn.vue'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { h, nextTick } from 'vue'
import { freshPhone, me, openPage, text } from '../../support/client/page.ts'
import { workbookOf } from '../../support/workbook.ts'

freshPhone(() => ({ 'identity.me': me('staff') }), () => {})
const unit = { id: '01900000-0000-7000-8000-000000000e01', name: '路灯所', open: 2 }
const heading = ['编号', '办理结果', '答复内容']

/** A file that is read when it is let go. */
function slowFile(...numbers: string[]) {
  const bytes = workbookOf([heading, ...numbers.map(number => [number, '办结', '换了'])]).buffer
  let letGo = () => {}
  const read = new Promise<ArrayBuffer>((resolve) => {
    letGo = () => resolve(bytes)
  })
  const file = Object.assign(new File([bytes], `${numbers.length}.xlsx`), { arrayBuffer: () => read })
  return { file, letGo }
}
function pick(file: File) {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')!
  Object.defineProperty(input, 'files', { value: [file], configurable: true })
  input.dispatchEvent(new Event('change'))
}

it('of two files that are picked in a row the last one counts, whichever is read first', async () => {
  const desk = { units: [unit], layout: builtIn.exchange as ExchangeColumn[] }
  await openPage({ render: () => h(BringIn, { desk }) }, { holder: me('staff') })
  const [first, last] = [slowFile('61', '62', '63'), slowFile('64')]
  pick(first.file)
  pick(last.file)
  last.letGo()
  await expect.poll(text).toContain('1.xlsx：读到 1 行')
  first.letGo()
  await answersIn(first.file, desk.layout) // Begun after the page's own reading of it, and as long.
  await nextTick()
  expect(text()).toContain('1.xlsx：读到 1 行')
})
