import { expect, it, vi } from 'vitest'
import { answer, personOf } from '../../support/client/city.ts'
import { photo, report } from '../../support/client/commands.ts'
import {
  denyStorage,
  LI,
  offline,
  online,
  openPhone,
  openTab,
  sayToAll,
  until,
} from '../../support/client/phone.ts'

it('a rider signs in with phone and code, and the app opens signed in without a network', async () => {
  const { city, session } = await openPhone({ signedIn: false })
  expect(session.me).toBeNull()
  expect(await session.askCode(LI)).toMatchObject({ ok: true, resendAfterS: 60, demoCode: '123456' })
  expect(await session.signIn(LI, '123456')).toEqual({ ok: true })
  offline(city)
  const reopened = await openTab()
  expect(reopened.session.isSignedIn).toBe(true)
  expect(reopened.session.accountId).toBe(session.accountId)
})

it('a door\'s no reaches the screen in its own words', async () => {
  const { city, session } = await openPhone({ signedIn: false })
  city.play = (_request, response) =>
    answer(response, 429, { code: 'code.tooMany', message: '今天的验证码用完了。', retryAfterS: 60 })
  expect(await session.askCode(LI)).toEqual({
    ok: false,
    code: 'code.tooMany',
    message: '今天的验证码用完了。',
    retryAfterS: 60,
  })
  city.play = (_request, response) => answer(response, 403, { code: 'code.wrong', message: '验证码不对。' })
  expect(await session.signIn(LI, '000000')).toMatchObject({ ok: false, message: '验证码不对。' })
  expect(session.isSignedIn).toBe(false)
  offline(city)
  expect(await session.signIn(LI, '123456')).toMatchObject({ ok: false, code: 'unreachable' })
})

it('signing out without a network does not pretend to, and what waits stays', async () => {
  const { city, outbox, session } = await openPhone()
  offline(city)
  await outbox.enqueue('reports.file', report('waits'))
  await until(() => outbox.items.length === 1)
  expect(await session.signOut()).toMatchObject({ ok: false })
  expect(session.isSignedIn).toBe(true)
  online(city)
  outbox.retryNow()
  await until(() => outbox.items.length === 0)
  expect(await session.signOut()).toEqual({ ok: true })
  expect(session.me).toBeNull()
})

it('a query being asked when its person signs out is cut off, and meets no ended session', async () => {
  const { city, session } = await openPhone()
  const { ask } = await import('#client/sync/ask.ts')
  let release = () => {}
  const held = new Promise<void>(resolve => release = resolve)
  city.play = async (request) => {
    if (request.url!.includes('notices.mine')) await held
    return false
  }
  const fetched = vi.spyOn(globalThis, 'fetch')
  const asked = ask('notices.mine', {})
  await until(() => city.requests.some(line => line.includes('notices.mine')))
  expect(await session.signOut()).toEqual({ ok: true })
  expect(await asked).toBeUndefined()
  release()
  const answers = await Promise.allSettled(
    fetched.mock.results.map(({ value }) => value as Promise<Response>),
  )
  const ended = answers.map(it => it.status === 'fulfilled' ? it.value.status : (it.reason as Error).name)
  expect(ended).toContain('AbortError')
  expect(ended).not.toContain(401)
})

it('a live command that found no network keeps its id, so tapping again is no second command', async () => {
  const { city } = await openPhone()
  const { sendNow } = await import('#client/sync/sending/send-now.ts')
  const input = { reportId: '00000000-0000-7000-8000-000000000001', to: 'accepted' as const }
  city.play = sayToAll(503)
  expect(await sendNow('reports.move', input)).toMatchObject({ status: 'retry' })
  online(city)
  const reply = await sendNow('reports.move', input)
  expect(reply).toMatchObject({ status: 'accepted' })
  const again = await sendNow('reports.move', input)
  expect(city.applied).toHaveLength(2)
  expect((again as { id: string }).id).not.toBe((reply as { id: string }).id)
})

it('what one account left undecided does not go out under its id by another', async () => {
  const { city } = await openPhone()
  const { sendNow } = await import('#client/sync/sending/send-now.ts')
  const input = { reportId: '00000000-0000-7000-8000-000000000001', to: 'accepted' as const }
  city.play = sayToAll(503)
  const first = await sendNow('reports.move', input)
  const { useAccount } = await import('#client/sync/account.ts')
  useAccount().id = '00000000-0000-7000-8000-00000000000b'
  const other = await sendNow('reports.move', input)
  expect((other as { id: string }).id).not.toBe((first as { id: string }).id)
})

it('a live command sends its photos first, and says when one is refused or nobody is signed in', async () => {
  const { city } = await openPhone()
  const { sendNow } = await import('#client/sync/sending/send-now.ts')
  const shot = photo()
  const input = { reportId: '00000000-0000-7000-8000-000000000001', words: 'done', photos: [shot.hash] }
  city.play = (request, response) =>
    request.method === 'PUT' && answer(response, 415, { code: 'photo.video', message: '' })
  expect(await sendNow('reports.resolve', input, { photos: [shot] })).toMatchObject({
    status: 'refused',
    refusal: { code: 'photo.video' },
  })
  online(city)
  expect(await sendNow('reports.resolve', input, { photos: [shot] })).toMatchObject({ status: 'accepted' })
  city.signedInAs = null
  expect(await sendNow('reports.resolve', { ...input, words: 'more' }, { photos: [shot] })).toBe('signedOut')
})

it('a phone that keeps nothing says so when somebody signs in, and the code is not spent', async () => {
  const { city, session } = await openPhone({ signedIn: false })
  const { store } = await import('#client/sync/store/store.ts')
  ;(await store()).close()
  denyStorage()
  const before = city.requests.length
  expect(await session.signIn(LI, '123456')).toMatchObject({ ok: false, code: 'shut' })
  expect(city.requests.slice(before)).not.toContain('POST /api/session')
})

it('a session that ends is noticed though the phone’s clock was ahead when it began', async () => {
  const { city, session } = await openPhone()
  const { saveSession } = await import('#client/sync/store/session.ts')
  const { call } = await import('#client/sync/http/http.ts')
  await saveSession({ signedInAt: Date.now() + 86_400_000 })
  city.play = sayToAll(401)
  await call('/api/queries/reports.mine?input=%7B%7D', { timeoutMs: 5_000 })
  await until(() => !session.isSignedIn)
})

it('a live command answered with a fault was not lost: the server is at fault, not the network', async () => {
  const { city } = await openPhone()
  const { sendNow } = await import('#client/sync/sending/send-now.ts')
  city.play = sayToAll(500)
  expect(
    await sendNow('reports.move', { reportId: '00000000-0000-7000-8000-000000000001', to: 'accepted' }),
  ).toMatchObject({ status: 'retry' })
})

/** A phone of somebody with this post, who has looked at a security lead. */
async function phoneOfPost(post: object) {
  const phone = await openPhone()
  const me = { ...personOf(LI), ...post } as never
  await phone.account.saveSession({ me, isSignedIn: true, signedInAt: 1 })
  const { saveAnswer } = await import('#client/sync/store/answers.ts')
  const { accountId } = personOf(LI)
  await saveAnswer('reports.one', { reportId: '1' }, {
    answer: { text: '3 楼，找陈师傅' },
    etag: '"1"',
    askedAt: 1,
    accountId,
  })
  return phone
}

it('who signs in with another post finds nothing on the phone of what the old one was shown', async () => {
  const staff = { role: 'staff', areaId: '420103006' }
  for (const [before, after] of [
    [staff, { role: 'resident' }],
    [staff, { role: 'staff', areaId: '420105004' }],
    [{ role: 'unit', unitName: '市政维修队' }, { role: 'unit', unitName: '供电公司' }],
    [{ role: 'keeper' }, { role: 'keeper' }],
  ]) {
    const { account, store } = await phoneOfPost(before!)
    expect(await store.count('answers')).toBe(1)
    await account.saveSession({ me: { ...personOf(LI), ...after } as never, isSignedIn: true, signedInAt: 2 })
    expect(await store.count('answers'), JSON.stringify(after)).toBe(0)
  }
})

it('a phone that learns of posts keeps what it has, and loses it when they are others', async () => {
  const staff = { role: 'staff', areaId: '420103006' }
  const posts = [{ kind: 'staff', scope: '420103006' }]
  const { account, store } = await phoneOfPost(staff)
  const learn = async (more: object) =>
    await account.saveSession({ me: { ...personOf(LI), ...staff, ...more } as never, isSignedIn: true })
  await learn({ posts })
  expect(await store.count('answers')).toBe(1)
  await learn({ posts: [...posts, { kind: 'keeper', scope: 'a station' }] })
  expect(await store.count('answers')).toBe(0)
})

it('who signs in again as before finds what they saw', async () => {
  const { account, store } = await phoneOfPost({ role: 'courier', areaId: '420103006' })
  await account.saveSession({ isSignedIn: false })
  const me = { ...personOf(LI), areaId: '420105004' } as never
  await account.saveSession({ me, isSignedIn: true, signedInAt: 2 })
  expect(await store.count('answers')).toBe(1)
})

it('when the session of somebody who decides about others ends, what they saw of others goes', async () => {
  for (const [role, left] of [['staff', 0], ['courier', 1]] as const) {
    const { city, store } = await phoneOfPost({ role })
    city.signedInAs = null
    const { ask } = await import('#client/sync/ask.ts')
    expect(await ask('notices.mine', {})).toBeUndefined()
    expect(await store.count('answers'), role).toBe(left)
  }
})
