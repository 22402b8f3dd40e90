import type { Answer, QueryName } from '#shared/queries.ts'
import type { City } from '../../support/client/city.ts'
import { createPinia, setActivePinia } from 'pinia'
import { expect, it, onTestFinished, vi } from 'vitest'
import { effectScope } from 'vue'
import { answer } from '../../support/client/city.ts'
import { denyStorage, offline, openPhone, openTab, sayToAll, until } from '../../support/client/phone.ts'

const complaints = (text: string): Answer<'voices.mine'> => [
  {
    ...{ id: '00000000-0000-7000-8000-000000000001', text, page: 'home', at: 1, rank: 1, reply: null },
    ...{ kind: 'complaint', state: 'open', areaName: '武汉市', photo: null, supporters: 0 },
    ...{ isMine: true, supports: false, unitName: null, promisedAt: null, dueAt: null, metAt: null },
  },
]

/** The city answers `voices.mine`, with an ETag, as our server does. */
function tellComplaints(city: City, text: string) {
  const counts = { whole: 0, unchanged: 0 }
  city.play = (request, response) => {
    if (!request.url!.startsWith('/api/queries/voices.mine')) return false
    if (request.headers['if-none-match'] === `"${encodeURIComponent(text)}"`) {
      counts.unchanged++
      response.writeHead(304, { 'x-little-bee': '1' }).end()
      return true
    }
    counts.whole++
    return answer(response, 200, complaints(text), {
      'etag': `"${encodeURIComponent(text)}"`,
      'cache-control': 'no-store',
    })
  }
  return counts
}

async function show<Name extends QueryName>(name: Name, input: object = {}) {
  const { useAnswer } = await import('#client/sync/ask.ts')
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  return scope.run(() => useAnswer(name, input as never))!
}

it('a page shows the server\'s answer, and asks again only for what has changed', async () => {
  const { city } = await openPhone()
  const counts = tellComplaints(city, 'the app is slow')
  const page = await show('voices.mine')
  expect(page.state.value).toBe('loading')
  await until(() => page.state.value === 'fresh')
  expect(page.answer.value).toEqual(complaints('the app is slow'))
  const shown = page.answer.value
  await page.refresh()
  expect(counts).toEqual({ whole: 1, unchanged: 1 })
  expect(page.answer.value).toBe(shown)
})

it('offline the last answer is shown at once, with its age', async () => {
  const { city } = await openPhone()
  tellComplaints(city, 'kept')
  const before = await show('voices.mine')
  await until(() => before.state.value === 'fresh')
  offline(city)
  await openTab()
  const page = await show('voices.mine')
  await until(() => page.answer.value !== undefined)
  await until(() => page.state.value === 'old')
  expect(page.answer.value).toEqual(complaints('kept'))
  expect(page.askedAt.value).toBe(before.askedAt.value)
  expect(page.trouble.value).toContain('网络')
})

it('offline with nothing kept the page says so', async () => {
  const { city } = await openPhone()
  offline(city)
  const page = await show('voices.mine')
  await until(() => page.state.value === 'failed')
  expect(page.answer.value).toBeUndefined()
})

it('where the browser allows no storage a visitor still sees what the server answers', async () => {
  const { city } = await openPhone({ signedIn: false })
  tellComplaints(city, 'kept nowhere')
  vi.resetModules()
  setActivePinia(createPinia())
  denyStorage()
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  expect(page.answer.value).toEqual(complaints('kept nowhere'))
  const { ask } = await import('#client/sync/ask.ts')
  offline(city)
  expect(await ask('areas.tree', {})).toBeUndefined()
})

it('what the server no longer shows is not kept either', async () => {
  const { city } = await openPhone()
  tellComplaints(city, 'secret')
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  city.play = sayToAll(403)
  await page.refresh()
  expect(page.state.value).toBe('failed')
  await openTab()
  const again = await show('voices.mine')
  await until(() => again.state.value === 'failed')
  expect(again.answer.value).toBeUndefined()
})

it('an accepted command makes open pages ask again', async () => {
  const { city, outbox } = await openPhone()
  const counts = tellComplaints(city, 'x')
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  await outbox.enqueue('notices.read', { upTo: 1 })
  await until(() => counts.unchanged === 1)
})

it('what changes while an answer is on its way is asked for after it, once', async () => {
  const { city } = await openPhone()
  const { nudge } = await import('#client/sync/http/nudges.ts')
  let [text, asked] = ['before', 0]
  let letCome = () => {}
  const mayCome = new Promise<void>(resolve => letCome = resolve)
  city.play = async (request, response) => {
    if (!request.url!.startsWith('/api/queries/voices.mine')) return false
    const read = text
    if (++asked === 1) await mayCome
    return answer(response, 200, complaints(read))
  }
  const page = await show('voices.mine')
  await until(() => asked === 1)
  text = 'after'
  for (let time = 0; time < 2; time++) nudge(['voices.mine'])
  letCome()
  await until(() => page.answer.value?.[0]?.text === 'after')
  expect(asked).toBe(2)
})

it('one person\'s answers are never shown to the next, and signing out forgets them', async () => {
  const { city, session, store } = await openPhone()
  tellComplaints(city, 'of Li')
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  await session.signOut()
  expect(await store.count('answers')).toBe(0)
  offline(city)
  city.play = (request, response) =>
    request.url!.startsWith('/api/queries') && (sayToAll(503)(request, response, null as never) as boolean)
  await session.signIn('13800000002', '123456')
  await until(() => page.state.value === 'failed')
  expect(page.answer.value).toBeUndefined()
})

it('while our server puts everything off, it is not the network that is blamed', async () => {
  const { city } = await openPhone()
  tellComplaints(city, 'of Li')
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  city.play = (request, response) =>
    request.url!.startsWith('/api/queries')
    && answer(response, 503, { code: 'database.away', message: '服务器正在恢复，请过几秒再试。', retryAfterS: 5 })
  await page.refresh()
  expect([page.state.value, page.trouble.value]).toEqual(['old', '服务器正在恢复，请过几秒再试。'])
  expect(page.answer.value).toEqual(complaints('of Li'))
})

it('until somebody signs in again, what they saw stays and nothing is asked; then it is asked', async () => {
  const { city, account } = await openPhone()
  const counts = tellComplaints(city, 'of Li')
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  await account.saveSession({ isSignedIn: false })
  await page.refresh()
  expect(page.answer.value).toEqual(complaints('of Li'))
  expect([page.state.value, page.trouble.value]).toEqual(['old', '请重新登录。'])
  expect(counts).toEqual({ whole: 1, unchanged: 0 })
  await account.saveSession({ isSignedIn: true })
  await until(() => page.state.value === 'fresh')
  expect(counts).toEqual({ whole: 1, unchanged: 1 })
})

it('nothing is asked in nobody\'s name for a page that has yet to hear of the sign-out', async () => {
  const { city, store } = await openPhone()
  const counts = tellComplaints(city, 'of Li')
  const page = await show('voices.mine')
  await until(() => page.state.value === 'fresh')
  await store.put('session', { me: null, isSignedIn: false, signedInAt: 1 }, 'session')
  await page.refresh()
  expect(page.trouble.value).toBe('请重新登录。')
  expect(counts).toEqual({ whole: 1, unchanged: 0 })
})
