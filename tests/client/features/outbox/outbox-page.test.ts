// @vitest-environment dom
// @vitest-environment-options {"settings":{"fetch":{"disableSameOriginPolicy":true}}}
import type { FileReport } from '#shared/reports/schemas.ts'
import type { VoiceKind } from '#shared/voices/rules.ts'
import { expect, it } from 'vitest'
import { photo, report, textOf } from '../../../support/client/commands.ts'
import { online, until } from '../../../support/client/phone.ts'
import { openPage } from './open-outbox.ts'

it('what waits is listed with its state, and becomes 已送达 with its number when online', async () => {
  const { outbox, city, sees, seesNot, tap } = await openPage()
  await sees('没有待发送的')
  await outbox.enqueue('reports.file', report('井盖松了'))
  await sees('随手拍 · 安全隐患')
  await sees('井盖松了')
  await sees('没连上，会自动再试')
  online(city)
  await tap('重试')
  await sees('随手拍 #1')
  await seesNot('会自动再试')
})

it('words are changed before they are sent', async () => {
  const { outbox, sees, tap, write } = await openPage()
  const shot = photo()
  await outbox.enqueue('reports.file', report('井盖', [shot]), { photos: [shot] })
  await tap('编辑')
  await write('井盖松了，会翘')
  await tap('保存')
  await sees('已保存')
  expect(outbox.items.map(({ envelope }) => textOf(envelope))).toEqual(['井盖松了，会翘'])
})

it('what one does most is the button at the end; place and photos lie behind ⋯', async () => {
  const { outbox, sees, seesNot, tap, root } = await openPage()
  const shot = photo()
  await outbox.enqueue('reports.file', report('井盖', [shot]), { photos: [shot] })
  await sees('随手拍 · 安全隐患')
  expect([...root.querySelectorAll('.item__act')].map(({ textContent }) => textContent.trim()))
    .toEqual(['撤回', '编辑', '重试'])
  expect(root.querySelector('.item__main')!.textContent.trim()).toBe('重试')
  await seesNot('改位置')
  root.querySelector<HTMLButtonElement>('button[aria-label=更多操作]')!.click()
  await sees('改位置')
  await tap('存照片到手机')
  await sees('已保存 1 张照片')
})

it('taking something back asks once more, and then it is gone', async () => {
  const { outbox, sees, tap } = await openPage()
  const shot = photo()
  await outbox.enqueue('reports.file', report('看错了', [shot]), { photos: [shot] })
  await tap('撤回')
  expect(outbox.items).toHaveLength(1)
  await tap('确定撤回')
  await sees('已撤回')
  await until(() => outbox.items.length === 0)
})

it('a report that may have left is changed by a second command', async () => {
  const { outbox, city, sees, tap, write } = await openPage()
  city.play = (request) => {
    if (request.url !== '/api/commands') return false
    request.socket.destroy() // Its photo has arrived; whether the report has, the phone can't know.
    return true
  }
  const shot = photo()
  await outbox.enqueue('reports.file', report('井盖', [shot]), { photos: [shot] })
  await until(() => outbox.items[0]?.isSent === true)
  await tap('编辑')
  await write('井盖松了')
  await tap('保存')
  await sees('修改随后送到')
  expect(outbox.items.map(({ envelope }) => envelope.name)).toEqual(['reports.file', 'reports.amend'])
})

it('when the session is over, what waits says so and leads to the sign-in', async () => {
  const { outbox, city, sees } = await openPage()
  city.signedInAs = null
  online(city)
  await outbox.enqueue('reports.file', report('井盖'))
  await sees('需登录')
  await sees('登录后自动发送，内容都在')
  await sees('去登录')
})

it('what came back says why, and is mended and sent again with its photos', async () => {
  const { outbox, city, sees, seesNot, tap, write } = await openPage()
  city.decide = ({ input }) =>
    (input as FileReport).text === '垃圾'
      ? { status: 'refused', refusal: { code: 'reports.placeMissing' } }
      : undefined
  online(city)
  const shot = photo()
  await outbox.enqueue('reports.file', report('垃圾', [shot]), { photos: [shot] })
  await sees('缺少地点，请选一个位置或社区。')
  await tap('修改')
  await write('垃圾堆在江汉路口')
  await tap('重新提交')
  await seesNot('缺少地点')
  await sees('随手拍 #')
  expect(city.applied.map(textOf)).toEqual(['垃圾堆在江汉路口'])
  expect((city.applied[0]!.input as FileReport).photos).toEqual([shot.hash])
})

it('what the server found malformed says which field, and is mended', async () => {
  const { outbox, city, sees, tap, write } = await openPage()
  city.decide = ({ input }) => (input as FileReport).text === '井'
    ? { status: 'malformed', issues: ['text: Invalid length: Expected >=2 but received 1'] }
    : undefined
  online(city)
  await outbox.enqueue('reports.file', report('井'))
  await sees('说明填写有误，请修改后再提交。')
  await tap('修改')
  await write('好'.repeat(501))
  await tap('重新提交')
  await until(() => document.querySelector('[role=alert]')?.textContent.trim() === '说明填写有误，请修改后再提交。')
  await write('井盖')
  await tap('重新提交')
  await sees('随手拍 #')
  expect(city.applied.map(textOf)).toEqual(['井盖'])
})

it('of hundreds that wait the page shows the first, says how many, and shows more by hand', async () => {
  const { outbox, store, session, tap, sees, seesNot } = await openPage()
  const tx = store.transaction('outbox', 'readwrite')
  for (let i = 1; i <= 45; i++) {
    void tx.store.add({
      envelope: { id: `report ${i}`, name: 'reports.file', input: report(`第 ${i} 个井盖`), madeAt: i },
      lane: 'reports',
      accountId: session.accountId!,
      photos: [],
      attempts: 0,
    })
  }
  await tx.done
  await outbox.load()
  await sees('共 45 件')
  await sees('第 20 个井盖')
  await seesNot('第 21 个井盖')
  await tap('查看更多')
  await sees('第 40 个井盖')
  await tap('查看更多')
  await sees('第 45 个井盖')
  await seesNot('查看更多')
})

it('what somebody says is called by its kind: a complaint is one, waiting and delivered', async () => {
  const { outbox, city, root, sees, tap } = await openPage()
  const others = { areaId: null, isAnonymous: false, photos: [], page: 'voices' }
  const say = (kind: VoiceKind, text: string) =>
    outbox.enqueue('voices.post', { voiceId: crypto.randomUUID(), kind, text, ...others })
  await say('complaint', '热水器坏了两天')
  await say('wish', '想学修电动车')
  await sees('热水器坏了两天')
  await sees('想学修电动车')
  expect([...root.querySelectorAll('h3')].map(({ textContent }) => textContent)).toEqual(['投诉', '心愿'])
  online(city)
  await tap('重试')
  await sees('已送达')
  await until(() => outbox.items.length === 0)
  expect(root.textContent).toContain('投诉')
})
