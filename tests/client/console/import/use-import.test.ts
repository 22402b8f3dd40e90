// @vitest-environment dom
import type { Outcome } from '#client/console/import/use-import.ts'
import { useImport } from '#client/console/import/use-import.ts'
import { expect, it } from 'vitest'
import { ref } from 'vue'
import { freshPhone, me, openPage } from '../../../support/client/page.ts'

freshPhone(() => ({ 'identity.me': me('admin') }), () => {})
const columns = { name: { heading: /名/, most: 9 }, area: { heading: /区/, most: 9 } }

/** A table on a page whose server answers when it is let to. */
async function openImport() {
  let answer: (outcome: Outcome) => void = () => {}
  const use = () => useImport({
    saveAs: 'test',
    columns,
    rowOf: row => row,
    missing: () => '',
    problem: ref(''),
    send: () => new Promise<Outcome>((resolve) => {
      answer = resolve
    }),
  })
  let job!: ReturnType<typeof use>
  const page = { setup: () => {
    job = use()
    return () => null
  } }
  await openPage(page, { holder: me('admin') })
  return { job, answer: (outcome: Outcome) => answer(outcome) }
}

it('what a table was found to be says nothing of the one that was typed meanwhile', async () => {
  const { job, answer } = await openImport()
  job.text.value = '张三,花楼'
  const trying = job.tryIt()
  job.text.value = '张三,花楼\n李四,民意'
  answer({ taken: 1, bad: [] })
  await trying
  expect(job.tried.value).toBeUndefined()
})

it('what was not taken is told by the lines that were sent', async () => {
  const { job, answer } = await openImport()
  job.text.value = '张三,花楼\n李四,民意'
  const carrying = job.carryOut()
  job.text.value = '新的一行,花楼\n张三,花楼\n李四,民意'
  answer({ taken: 1, bad: [{ line: 2, name: '李四', code: 'areas.unknown' }] })
  await carrying
  expect(job.text.value).toBe('李四,民意')
})
