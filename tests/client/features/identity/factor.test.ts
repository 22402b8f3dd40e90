// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import App from '#client/App.vue'
import { store } from '#client/sync/store/store.ts'
import { expect, it } from 'vitest'
import {
  button,
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'

const admin = me('admin', { factor: 'off' })
const secret = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const recoveryCodes = Array.from({ length: 10 }, (_, at) => String(4_730_182_640 + at * 10_111))
let server: PhoneServer
freshPhone(() => ({ 'identity.me': admin }), (fresh) => {
  server = fresh
  server.doors['POST /api/session/factor'] = () =>
    ({ status: 200, body: { secret, uri: `otpauth://totp/a?secret=${secret}` } })
  server.doors['GET /api/session/factor'] = () => ({ status: 200, body: { recoveryLeft: 2 } })
})
const wrong = { status: 403, body: { code: 'session.factorWrong', message: '动态码不对或已用过。' } }
const stale = { status: 403, body: { code: 'command.factorStale', message: '请输入动态码后再继续。' } }

it('is set up with a QR code, the secret as text, a first code, and recovery codes shown once', async () => {
  const given: unknown[] = []
  server.doors['POST /api/session/factor/confirm'] = (body) => {
    given.push(body)
    if (given.length === 1) return wrong
    server.answers['identity.me'] = { ...admin, factor: 'on' }
    return { status: 200, body: { recoveryCodes } }
  }
  await openPage('/me/factor', { holder: admin })
  expect(text()).toContain('给账号加一把锁')
  await tap('开始设置')
  expect(document.querySelector('svg[aria-label="动态码的二维码，用验证器扫"]')).not.toBeNull()
  expect(text()).toContain('ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567')
  await submit()
  expect(text()).toContain('请填验证器上的 6 位数字')
  await type('input[name=first]', '１２３ ４５６')
  await submit()
  await expect.poll(text).toContain('动态码不对或已用过。')
  await submit()
  await expect.poll(text).toContain('记下恢复码')
  expect(given).toEqual([{ code: '123456' }, { code: '123456' }])
  for (const code of recoveryCodes) expect(text()).toContain(`${code.slice(0, 5)} ${code.slice(5)}`)
  expect(button('完成').disabled).toBe(true)
  document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click()
  await settled()
  await tap('完成')
  await expect.poll(text).toContain('动态码已开启')
  await expect.poll(text).toContain('只剩 2 个，换一批吧')
  expect(text()).not.toContain(recoveryCodes[0]!.slice(5))
  // Neither the secret nor a code is left on the phone.
  const db = await store()
  const kept = [localStorage, sessionStorage].map(each => JSON.stringify({ ...each })).join()
    + JSON.stringify(await Promise.all([...db.objectStoreNames].map(name => db.getAll(name))))
  for (const hidden of [secret, '123456', ...recoveryCodes]) expect(kept).not.toContain(hidden)
})

it('new recovery codes take a fresh code first, asked for in a sheet; then they are there', async () => {
  const held = { ...admin, factor: 'on' as const }
  server.answers['identity.me'] = held
  let isFresh = false
  server.doors['POST /api/session/factor/recovery'] = () =>
    isFresh ? { status: 200, body: { recoveryCodes } } : stale
  server.doors['POST /api/session/factor/fresh'] = (body) => {
    isFresh = (body as { code: string }).code === '654321'
    return isFresh ? { status: 200, body: { recoveryLeft: 2 } } : wrong
  }
  await openPage('/me/factor', { holder: held, app: App })
  await tap('换一批')
  await expect.poll(text).toContain('请输入动态码')
  await type('input[name=factor]', '111111')
  await submit('.factor[novalidate]')
  await expect.poll(text).toContain('动态码不对或已用过。')
  await type('input[name=factor]', '654321')
  await submit('.factor[novalidate]')
  await expect.poll(text).toContain('记下恢复码')
  expect(text()).not.toContain('请输入动态码')
})

it('an act that wants a fresh code is done after it, once; closed, the sheet lets all stay', async () => {
  const held = { ...admin, factor: 'on' as const }
  server.answers['identity.me'] = held
  let isFresh = false
  server.decide = () => isFresh
    ? { status: 'accepted', result: {} }
    : { status: 'retry', afterMs: 60_000, refusal: { code: 'command.factorStale' } }
  server.doors['POST /api/session/factor/fresh'] = () => {
    isFresh = true
    return { status: 200, body: { recoveryLeft: 9 } }
  }
  const { useCommand } = await import('#client/app/forms/use-command.ts')
  await openPage('/me/factor', { holder: held, app: App })
  const { send, problem } = useCommand()
  const input = { accountId: held.accountId, reason: '冒用' }
  const first = send('people.suspend', input)
  await expect.poll(text).toContain('请输入动态码')
  await tap('关闭')
  expect(await first).toBeUndefined()
  expect(problem.value).toBe('没有输动态码，这件事没有办。写好的内容还在。')

  const second = send('people.suspend', input)
  await expect.poll(text).toContain('请输入动态码')
  await type('input[name=factor]', '12345 67890')
  await submit('.factor[novalidate]')
  expect(await second).toBeDefined()
  expect(new Set(server.commands.map(({ id }) => id)).size).toBe(1)
})

it('an export wants a fresh code, and is there after it, in one sheet for all', async () => {
  const held = { ...admin, factor: 'on' as const }
  server.answers['identity.me'] = held
  let isFresh = false
  server.doors['GET /api/queries/points.ledger'] = () =>
    isFresh ? { status: 200, body: { rows: [], hasMore: false } } : stale
  server.doors['POST /api/session/factor/fresh'] = () => {
    isFresh = true
    return { status: 200, body: { recoveryLeft: 9 } }
  }
  await openPage('/me/factor', { holder: held, app: App })
  const { ask } = await import('#client/sync/ask.ts')
  const pages = ['2026-11-01', '2026-11-02'].map(day =>
    ask('points.ledger', { from: day, to: day }, { isSaved: false }))
  await expect.poll(text).toContain('请输入动态码')
  await type('input[name=factor]', '654321')
  await submit('.factor[novalidate]')
  expect(await Promise.all(pages)).toEqual([{ rows: [], hasMore: false }, { rows: [], hasMore: false }])
  expect(text()).not.toContain('请输入动态码')
})

it('a page that is asked for is not reached before it is set up, and then it opens', async () => {
  const lacking = { ...admin, factor: 'missing' as const }
  server.answers['identity.me'] = lacking
  const { openApp } = await import('#client/app/open-app.ts')
  const { router } = await openPage('/me/factor', { holder: lacking })
  const { getActivePinia } = await import('pinia')
  openApp(router, getActivePinia()!)
  await router.push('/points')
  expect(router.currentRoute.value.fullPath).toBe('/me/factor?next=/points')
  await router.push('/help')
  expect(router.currentRoute.value.name).toBe('help')
  await router.push('/me/factor?next=/points')
  expect(text()).toContain('先设好动态码')
  expect(text()).toContain('退出登录')
})

it('is offered in 我的 to who decides about others, and to nobody else', async () => {
  await openPage('/me', { holder: { ...admin, factor: 'on' } })
  expect(text()).toContain('动态码')
  server.answers['identity.me'] = me('courier')
  await openPage('/me', { holder: me('courier') })
  expect(text()).not.toContain('动态码')
})
