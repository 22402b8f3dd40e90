// @vitest-environment dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import type { FileReport } from '#shared/reports/schemas.ts'
import { expect, it } from 'vitest'
import { answer } from '../../../support/client/city.ts'
import { complaint, photo, report, textOf } from '../../../support/client/commands.ts'
import { letPhoneHold } from '../../../support/client/full.ts'
import { online, sayToAll, until } from '../../../support/client/phone.ts'
import { openPage } from './open-outbox.ts'

it('an edit being written stays when its report is delivered meanwhile, and goes as a change', async () => {
  const { outbox, city, root, sees, seesNot, tap, write } = await openPage()
  const shot = photo()
  await outbox.enqueue('reports.file', report('井盖', [shot]), { photos: [shot] })
  await tap('编辑')
  await write('井盖松了，会翘')
  online(city)
  await outbox.drain()
  await sees('刚刚发出去了，改好后点保存，修改随后送到')
  expect(root.querySelector('textarea')!.value).toBe('井盖松了，会翘')
  await tap('保存')
  await sees('修改随后送到')
  await until(() => city.applied.length === 2)
  expect(city.applied.map(({ name }) => name)).toEqual(['reports.file', 'reports.amend'])
  expect(textOf(city.applied[1]!)).toBe('井盖松了，会翘')
  await seesNot('刚刚发出去了')
})

it('an edit being written stays when its report is returned meanwhile, and is sent with it', async () => {
  const { outbox, city, sees, tap, write } = await openPage()
  city.decide = ({ input }) =>
    (input as FileReport).text === '垃圾'
      ? { status: 'refused', refusal: { code: 'reports.placeMissing' } }
      : undefined
  const shot = photo()
  await outbox.enqueue('reports.file', report('垃圾', [shot]), { photos: [shot] })
  await tap('编辑')
  await write('垃圾堆在江汉路口')
  online(city)
  await outbox.drain()
  await sees('没有通过：缺少地点，请选一个位置或社区。改好后点保存，会重新提交')
  await tap('保存')
  await sees('已保存')
  await until(() => city.applied.length === 1)
  expect(city.applied[0]).toMatchObject({
    name: 'reports.file',
    input: { text: '垃圾堆在江汉路口', photos: [shot.hash] },
  })
  expect(outbox.returned).toEqual([])
})

it('what cannot be changed once it has left says so, and its words can still be read', async () => {
  const { outbox, city, root, sees, tap, write } = await openPage()
  await outbox.enqueue('voices.complain', complaint('灯坏了'))
  await tap('编辑')
  await write('灯坏了三天')
  online(city)
  await outbox.drain()
  await sees('刚刚发出去了，不能再改')
  await tap('保存')
  await sees('已经发出，不能再改')
  expect(root.querySelector('textarea')!.value).toBe('灯坏了三天')
})

it('on a full phone the form stays open with its words and says why', async () => {
  const { outbox, root, sees, tap, write } = await openPage()
  const shot = photo()
  await outbox.enqueue('reports.file', report('井盖', [shot]), { photos: [shot] })
  await tap('编辑')
  await write('井盖松了')
  const makeRoom = letPhoneHold(0, 'outbox')
  await tap('保存')
  await sees('手机空间满了，没有保存')
  expect(root.querySelector('textarea')!.value).toBe('井盖松了')
  makeRoom()
  await tap('保存')
  await sees('已保存')
  expect(outbox.items.map(({ envelope }) => textOf(envelope))).toEqual(['井盖松了'])
})

it('a report whose photo was refused becomes a draft again without it', async () => {
  const { outbox, city, drafts, router, sees, tap } = await openPage()
  const [good, bad] = [photo(), photo()]
  online(city)
  city.play = (request, response) =>
    request.url?.includes(bad.hash) ? answer(response, 422, { code: 'photo.broken', message: '' }) : false
  const filed = report('井盖', [good, bad])
  await outbox.enqueue('reports.file', filed, { photos: [good, bad] })
  await sees('未通过')
  await tap('换照片')
  await until(() => router.currentRoute.value.name === 'finish-report')
  expect(router.currentRoute.value.params.draftId).toBe(filed.reportId)
  expect(await drafts.draft(filed.reportId)).toMatchObject({
    text: '井盖',
    kind: filed.kind,
    seenAt: filed.seenAt,
    photos: [{ hash: good.hash }],
  })
  await until(() => outbox.returned.length === 0)
})

it('a fault whose photo was refused is told without it', async () => {
  const { outbox, city, sees, tap } = await openPage()
  const bad = photo()
  online(city)
  city.play = (request, response) =>
    request.url?.includes(bad.hash) ? answer(response, 422, { code: 'photo.broken', message: '' }) : false
  const [faultId, stationId] = [crypto.randomUUID(), crypto.randomUUID()]
  const fault = { faultId, stationId, kind: 'power' as const, words: '没电了' }
  await outbox.enqueue('stations.reportFault', { ...fault, photo: bad.hash }, { photos: [bad] })
  await sees('未通过')
  await tap('不带照片提交')
  await until(() => city.applied.length === 1)
  expect(city.applied.map(({ input }) => input)).toEqual([fault])
  await until(() => outbox.returned.length === 0)
  expect(await outbox.photoBytes(bad.hash)).toBeUndefined()
})

it('a server that fails is not called a missing connection, nor is the day\'s limit of photos', async () => {
  const { outbox, city, sees, tap } = await openPage()
  city.play = sayToAll(500)
  await outbox.enqueue('reports.file', report('井盖'))
  await sees('系统没能处理，会自动再试')
  city.play = (_request, response) => answer(response, 429, { code: 'photo.quota', message: '' })
  const shot = photo()
  await outbox.enqueue('reports.file', report('满了', [shot]), { photos: [shot] })
  await tap('重试')
  await sees('今天能传的照片用完了，明天自动发送')
})

it('重试 says what came of it, and without a network that there is none', async () => {
  const { outbox, sees, tap, seesNot } = await openPage()
  await outbox.enqueue('reports.file', report('井盖'))
  await tap('重试')
  await sees('还没送到，会自动再试')
  Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
  globalThis.dispatchEvent(new Event('offline'))
  await tap('重试')
  await sees('现在没有网络，有网就自动发送')
  await seesNot('正在重新发送')
})

it('making a waiting report an emergency shows whom to call first', async () => {
  const { outbox, root, tap } = await openPage()
  await outbox.enqueue('reports.file', report('井盖'))
  await tap('编辑')
  await until(() => root.querySelector('select') !== null)
  const select = root.querySelector('select')!
  select.value = 'emergency'
  select.dispatchEvent(new Event('change'))
  await until(() => document.body.textContent.includes('有人受伤、起火、遇险，先打电话'))
  const links = [...document.querySelectorAll('dialog a[href^="tel:"]')]
  expect(links.map(link => link.getAttribute('href'))).toEqual(['tel:110', 'tel:119', 'tel:120', 'tel:12345'])
})
