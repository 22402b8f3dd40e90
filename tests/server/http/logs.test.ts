import { buildApp } from '#server/http/app.ts'
import { openLog } from '#server/http/logs.ts'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { codeAt, factorAt, otherThan } from '../../support/factor.ts'

let city: Awaited<ReturnType<typeof openTestCity>>
const lines: string[] = []
const log = openLog({ logLevel: 'trace' }, { write: line => void lines.push(line) })
const headers = { 'host': 'localhost', 'x-little-bee': '1', 'content-type': 'application/json' }

beforeAll(async () => {
  city = await openTestCity()
})
beforeEach(() => {
  lines.length = 0
})
afterAll(() => city.close())
const entries = () => lines.map(line => JSON.parse(line) as Record<string, unknown>)

it('a sign-in leaves a line for each request, and neither phone nor code nor cookie', async () => {
  const app = buildApp({ ...city, log })
  const phone = city.phoneOf('rider')
  const post = (path: string, body: object) =>
    app.request(path, { method: 'POST', headers, body: JSON.stringify(body) })

  expect((await post('/api/session/code', { phone })).status).toBe(200)
  const { code } = city.sent.at(-1)!
  await post('/api/session', { phone, code: otherThan(code) })
  const signedIn = await post('/api/session', { phone, code })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  await app.request(`/api/queries/identity.me?input=${encodeURIComponent('{}')}&phone=${phone}`, {
    headers: { ...headers, cookie },
  })

  expect(
    entries().map(({ method, route, status }) => `${String(method)} ${String(route)} ${String(status)}`),
  ).toEqual([
    'POST /api/session/code 200',
    'POST /api/session 403',
    'POST /api/session 200',
    'GET /api/queries/:name 200',
  ])
  for (const personal of [phone, code, cookie.split('=')[1]!, '%7B%7D'])
    expect(lines.join(''), personal).not.toContain(personal)
})

it('a second factor leaves neither its secret nor a code in the log', async () => {
  const fetchAs = (cookie: string | undefined) => async (path: string, init: RequestInit = {}) =>
    await buildApp({ ...city, log })
      .request(path, { ...init, headers: { ...headers, ...cookie && { cookie } } })
  const cookie = await city.signIn(city.phoneOf('admin'))
  const doors = factorAt({ fetchAs }, cookie)
  const { body: { secret } } = await doors.begin()
  const code = codeAt(secret, city.time.now)
  const { body: { recoveryCodes } } = await doors.confirm(code)
  await doors.fresh(recoveryCodes[0])
  await doors.fresh(code)
  expect(entries().map(({ route, status }) => `${String(route)} ${String(status)}`)).toContain(
    '/api/session/factor/confirm 200',
  )
  for (const hidden of [secret, code, ...recoveryCodes]) expect(lines.join(''), hidden).not.toContain(hidden)
})

it('a request keeps the id it came with, in the answer and in the log', async () => {
  const app = buildApp({ ...city, log })
  const response = await app.request('/api/session', { headers: { ...headers, 'x-request-id': 'abc-123' } })
  expect([response.headers.get('x-request-id'), entries()[0]!.requestId]).toEqual(['abc-123', 'abc-123'])
})

it('a fault is logged with its request, and the phone is told only that it may try again', async () => {
  const app = buildApp({ ...city, log }).get('/broken', () => {
    throw new Error('the roof is gone')
  })
  const response = await app.request('/broken')
  const body = await response.json() as Record<string, unknown>
  expect([response.status, body.code, body.message]).toEqual([500, 'fault', '服务器出了点问题，请稍后再试。'])
  const fault = entries().find(({ msg }) => msg === 'a request failed')!
  expect(fault).toMatchObject({
    requestId: body.requestId,
    level: 'error',
    err: { message: 'the roof is gone' },
  })
  expect(JSON.stringify(body)).not.toContain('roof')
})

it('an unknown address is told so as JSON, with the headers every answer has', async () => {
  const response = await buildApp({ ...city, log }).request('/nowhere', { headers })
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    404,
    'address.unknown',
  ])
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(response.headers.get('cache-control')).toBe('no-store')
})

it('an error from the database says what failed, not with whose data', async () => {
  const error = Object.assign(
    new Error(
      'Failed query: insert into accounts values (?, ?)\nparams: 张三,13800000001\n13800000002,0194',
      {
        cause: Object.assign(new Error('UNIQUE failed'), {
          code: 'SQLITE_CONSTRAINT',
          detail: 'Key (phone)=(13800000001)',
        }),
      },
    ),
    { query: 'insert …', params: ['张三', '13800000001'] },
  )
  log.error(
    { err: error, phone: '13800000001', request: { cookie: 'bee=1', code: '123456' } },
    'from 13800000001',
  )
  const line = lines.join('')
  expect(entries()[0]).toMatchObject({
    err: {
      message: 'Failed query: insert into accounts values (?, ?)',
      cause: { message: 'UNIQUE failed', reason: 'SQLITE_CONSTRAINT' },
    },
  })
  for (const personal of ['张三', '1380000000', '123456', 'bee=1']) expect(line).not.toContain(personal)
})
