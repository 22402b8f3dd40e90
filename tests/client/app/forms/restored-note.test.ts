// @vitest-environment dom
import { useForm } from '#client/app/forms/use-form.ts'
import PageShell from '#client/app/PageShell.vue'
import { uuidv7 } from 'uuidv7'
import { expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import {
  freshPhone,
  me,
  openPage,
  savedTexts,
  settled,
  submit,
  tap,
  text,
} from '../../../support/client/page.ts'

freshPhone(() => ({}), () => {})
const NOTE = '已恢复你上次没交的内容'
type Form = ReturnType<typeof useComplaint>

const useComplaint = () => useForm({
  command: 'voices.complain',
  saveAs: 'complaint',
  idField: 'complaintId',
  openField: 'isOpen',
  empty: () => ({ complaintId: uuidv7(), text: '写在这里', isOpen: false }),
  toInput: ({ complaintId, text }) => ({ complaintId, text, page: '' }),
})

/** A page of the app with one form on it. */
async function open() {
  let form: Form
  const page = await openPage(defineComponent({
    setup() {
      form = useComplaint()
      return () => h(PageShell, { title: '意见' }, () => h('form', { onSubmit: () => void form.submit() }))
    },
  }), { holder: me('courier') })
  await settled()
  return { ...page, form: form! }
}

it('a form that shows what was typed before says so, and a fresh one does not', async () => {
  const before = await open()
  before.form.form.value.text = '灯太暗'
  await settled()
  expect(text()).not.toContain(NOTE)
  before.close()
  const { form } = await open()
  expect(form.form.value.text).toBe('灯太暗')
  expect(text()).toContain(NOTE)
})

it('it is emptied by two taps, and stays empty', async () => {
  const before = await open()
  before.form.form.value.text = '灯太暗'
  await settled()
  before.close()
  const { form, close } = await open()
  await tap('清空')
  expect(form.form.value.text).toBe('灯太暗')
  await tap('确定清空')
  expect(form.form.value.text).toBe('写在这里')
  expect(savedTexts()).toBe(0)
  expect(text()).not.toContain(NOTE)
  close()
  await open()
  expect(text()).not.toContain(NOTE)
})

it('once it was sent nothing is said any more', async () => {
  const before = await open()
  before.form.form.value.text = '灯太暗'
  await settled()
  before.close()
  await open()
  await submit()
  await expect.poll(text).not.toContain(NOTE)
})

it('a form that was only opened holds nothing that somebody typed', async () => {
  const before = await open()
  before.form.form.value.isOpen = true
  await settled()
  before.close()
  const { form } = await open()
  expect(form.form.value.isOpen).toBe(true)
  expect(text()).not.toContain(NOTE)
})
