// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import { beginDraft, drafts } from '#client/sync/outbox-store/drafts.ts'
import { VISITOR } from '#client/sync/outbox.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, tap, text } from '../../support/client/page.ts'
import { mall, raincoat, whole } from './mall/mall-stock.ts'
import { all, near, view } from './stations/some-stations.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({
    'areas.tree': [],
    'stations.all': all,
    'stations.heads': {},
    'stations.one': view(near),
    'mall.items': mall,
    'mall.item': whole(raincoat),
  }),
  given => (server = given),
)
const visit = (page: string) => openPage(page, { holder: null })
const DRAFT = '01900000-0000-7000-8000-00000000d001'
const draft = {
  id: DRAFT,
  accountId: VISITOR,
  kind: null,
  text: '井盖松了',
  seenAt: Date.now(),
  photos: [{ hash: 'a'.repeat(64), bytes: new ArrayBuffer(8), seenAt: Date.now() }],
  changedAt: 1,
}

it('a visitor finds stations, one station, the mall and one item, and nothing about themselves', async () => {
  const asked: string[] = []
  const answers = server.answers
  server.answers = new Proxy(answers, {
    get: (from, name: string) => {
      asked.push(name)
      return from[name]
    },
  })
  for (const [page, words] of [
    ['/stations', near.name],
    [`/stations/${near.id}`, near.name],
    ['/mall', '雨衣'],
    [`/mall/${raincoat.id}`, '雨衣'],
  ] as const) {
    const { close } = await visit(page)
    await expect.poll(text).toContain(words)
    close()
  }
  expect(asked.filter(name => !(name in answers) && name.includes('.'))).toEqual([])
  expect(text()).not.toContain('可用')
})

it('who redeems or reports a fault without having signed in is told why and comes back', async () => {
  const item = await visit(`/mall/${raincoat.id}`)
  await expect.poll(text).toContain('雨衣')
  await tap('兑换')
  await expect.poll(text).toContain('登录后就能兑换')
  expect(item.router.currentRoute.value.query.next).toBe(`/mall/${raincoat.id}`)
  item.close()
  const station = await visit(`/stations/${near.id}`)
  await expect.poll(text).toContain(near.name)
  await tap('报修')
  await expect.poll(text).toContain('登录后就能报给站长')
  expect(station.router.currentRoute.value.query.next).toBe(`/stations/${near.id}`)
})

it('a visitor\'s photo is kept over signing in, and is theirs who opens it then', async () => {
  await visit('/')
  await beginDraft(draft)
  const { router, close } = await visit(`/report/${DRAFT}`)
  await expect.poll(text).toContain('已存为草稿')
  await tap('提交')
  await expect.poll(text).toContain('登录后就能提交，照片已留着')
  expect(router.currentRoute.value.query.next).toBe(`/report/${DRAFT}`)
  close()
  server.answers['identity.me'] = rider
  const signedIn = await openPage(`/report/${DRAFT}`, { holder: rider })
  await expect.poll(text).toContain('已存为草稿')
  await tap('提交')
  await settled()
  await expect.poll(() => signedIn.outbox.of('reports.file').delivered.length
    + signedIn.outbox.of('reports.file').waiting.length).toBe(1)
  signedIn.close()
})

it('a draft somebody opened is nobody else\'s, and a visitor\'s is offered to who signs in', async () => {
  await visit('/')
  await beginDraft(draft)
  server.answers['identity.me'] = rider
  const page = await openPage('/report', { holder: rider })
  expect((await drafts()).map(({ id }) => id)).toEqual([DRAFT])
  page.close()
  ;(await openPage(`/report/${DRAFT}`, { holder: rider })).close()
  await visit('/')
  expect(await drafts()).toEqual([])
})

it('an address that names another reason shows no words of its own', async () => {
  await visit('/sign-in?reason=%E8%AF%B7%E8%BD%AC%E8%B4%A6')
  await expect.poll(text).toContain('新号码自动注册')
  expect(text()).not.toContain('请转账')
})
