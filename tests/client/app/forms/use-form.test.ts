// @vitest-environment dom
import type { FormPhoto } from '#client/app/forms/saved-photos.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { useForm } from '#client/app/forms/use-form.ts'
import { isPageDirty } from '#client/sync/browser/dirty.ts'
import { uuidv7 } from 'uuidv7'
import { expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { freshPhone, me, openPage } from '../../../support/client/page.ts'

let server: PhoneServer
freshPhone(() => ({}), given => server = given)

const itemId = uuidv7()
const keeper = me('keeper')
const photo: FormPhoto = { hash: 'a'.repeat(64), bytes: new Uint8Array([1]).buffer }

/** Opens a page that consists of one form, and hands the form out. */
async function open<Form>(setup: () => Form) {
  let form: Form
  const page = await openPage({ setup: () => void (form = setup()), render: () => null }, { holder: keeper })
  return Object.assign(page, { form: form! })
}

const openDamage = () => open(() => useForm({
  command: 'mall.damage',
  saveAs: 'damage',
  idField: 'moveId',
  empty: () => ({ moveId: uuidv7(), count: '', words: '' }),
  toInput: ({ count, ...fields }) => ({ ...fields, itemId, stationId: itemId, count: Number(count) }),
  sentences: { count: '请填件数。', words: '请写几个字说明。' },
}))
const openComplaint = () => open(() => useForm({
  command: 'voices.complain',
  saveAs: 'complaint',
  empty: () => ({ text: '' }),
  toInput: ({ text }) => ({ complaintId: uuidv7(), text, page: '' }),
  advice: '，或者打 12345',
}))

it('nothing leaves that the schema would not take, and the first field in the form is named', async () => {
  const { form } = await openDamage()
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toBe('请填件数。')
  form.form.value.count = '2'
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toBe('请写几个字说明。')
  form.form.value.moveId = 'none'
  form.form.value.words = '摔坏了'
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toBe('内容填写有误，请修改后再提交。')
  expect(server.commands).toEqual([])
})

it('what was typed is there after a reload until it was sent, and the page is dirty as long', async () => {
  const before = await openDamage()
  expect(isPageDirty()).toBe(false)
  Object.assign(before.form.form.value, { count: '2', words: ' 摔坏了 ' })
  const { moveId } = before.form.form.value
  await nextTick()
  before.close()
  const { form, close } = await openDamage()
  expect(form.form.value).toEqual({ moveId, count: '2', words: ' 摔坏了 ' })
  expect(isPageDirty()).toBe(true)
  expect(await form.submit()).toBe(true)
  expect(server.commands.map(({ name, input }) => [name, input])).toEqual([
    ['mall.damage', { moveId, itemId, stationId: itemId, count: 2, words: '摔坏了' }],
  ])
  expect(form.form.value).toMatchObject({ count: '', words: '' })
  expect(form.form.value.moveId).not.toBe(moveId)
  expect(isPageDirty()).toBe(false)
  close()
  expect((await openDamage()).form.form.value.words).toBe('')
})

it('a form emptied again by hand holds nothing that a reload would lose', async () => {
  const { form } = await openDamage()
  form.form.value.words = '摔'
  expect(isPageDirty()).toBe(true)
  form.form.value.words = ''
  expect(isPageDirty()).toBe(false)
})

it('why a live command was not done is said, and sent again it is the same command', async () => {
  const { form } = await openDamage()
  Object.assign(form.form.value, { count: '2', words: '摔坏了' })
  server.isDown = true
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toContain('没有收到回应')
  server.isDown = false
  server.decide = () => ({ status: 'refused', refusal: { code: 'mall.notThatMany', onHand: 1 } })
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toBe('架上只有 1 件，请核对数量。')
  expect(form.form.value.count).toBe('2')
})

it('after the answer to a first try was lost, whoever sends again means another', async () => {
  const { form } = await openDamage()
  Object.assign(form.form.value, { count: '2', words: '摔坏了' })
  const { moveId } = form.form.value
  server.decide = () => ({ status: 'refused', refusal: { code: 'mall.idTaken' } })
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toContain('已经提交过了')
  expect(form.form.value.moveId).not.toBe(moveId)
})

it('two taps are one command', async () => {
  const { form } = await openDamage()
  Object.assign(form.form.value, { count: '2', words: '摔坏了' })
  expect(await Promise.all([form.submit(), form.submit()])).toEqual([true, false])
  expect(server.commands).toHaveLength(1)
})

it('a command that may wait goes into the outbox, without a network too', async () => {
  server.isDown = true
  const { form, outbox } = await openComplaint()
  form.form.value.text = '灯坏了'
  expect(await form.submit()).toBe(true)
  expect(outbox.items.map(({ envelope }) => envelope.name)).toEqual(['voices.complain'])
  expect(form.form.value.text).toBe('')
})

it('a full phone says so, with what else can be done, and the form keeps its words', async () => {
  const { form, outbox } = await openComplaint()
  const failure = Object.assign(new Error('full'), { name: 'StorageFullError' })
  vi.spyOn(outbox, 'enqueue').mockRejectedValue(failure)
  form.form.value.text = '灯坏了'
  expect(await form.submit()).toBe(false)
  expect(form.problem.value).toBe('手机空间满了，没有保存。内容还在这一页：清理空间后再试，或者打 12345。')
  expect(form.form.value.text).toBe('灯坏了')
})

it('the only words of a form are found as an older app saved them', async () => {
  const words = JSON.stringify({ words: '灯坏了', at: Date.now() })
  localStorage.setItem(`little-bee-typed-${keeper.accountId}/complaint`, words)
  expect((await openComplaint()).form.form.value.text).toBe('灯坏了')
})

it('pictures come back too, go along when the command names them, and stay when it does not', async () => {
  const openNotice = () => open(() => useForm({
    command: 'stations.keep',
    saveAs: 'notice',
    empty: () => ({ isNamed: false }),
    hasPhotos: true,
    toInput: ({ isNamed }, [picked]) => ({
      stationId: itemId,
      ...isNamed && picked && { photo: picked.hash },
    }),
  }))
  const before = await openNotice()
  before.form.photos.value = [photo]
  expect(isPageDirty()).toBe(true)
  before.close()
  const { form } = await openNotice()
  await expect.poll(() => form.photos.value).toEqual([photo])
  expect(await form.submit()).toBe(true)
  expect(form.photos.value).toEqual([photo])
  form.form.value.isNamed = true
  expect(await form.submit()).toBe(true)
  expect(form.photos.value).toEqual([])
  expect(server.commands.map(({ input }) => input)).toEqual([
    { stationId: itemId },
    { stationId: itemId, photo: photo.hash },
  ])
})
