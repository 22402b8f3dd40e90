import type { TestCity } from '../../support/city.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { NEWCOMER } from '../core/identity/doors.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity({ PUBLIC_URL: 'http://bee.example.cn' })
})
afterEach(() => city.close())

const change = (headers: Record<string, string>, to = city) =>
  to.fetchAs(undefined)('/api/session/code', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ phone: NEWCOMER }),
  })

it.each([
  ['our own page', { 'origin': 'http://bee.example.cn', 'sec-fetch-site': 'same-origin' }],
  ['the host the page was opened by, outside production', { origin: 'http://localhost' }],
  ['a program that is no browser', {}],
])('a change sent by %s is taken', async (_, headers) => {
  expect((await change(headers as Record<string, string>)).status).toBe(200)
})

it.each([
  ['another site', { 'origin': 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['a page without an origin', { origin: 'null' }],
  ['a browser that hides its origin', { 'sec-fetch-site': 'cross-site' }],
  [
    'our own page without the header that only our code sets',
    { 'origin': 'http://bee.example.cn', 'x-little-bee': '0' },
  ],
])('a change sent by %s is turned away', async (_, headers) => {
  const refused = await change(headers as Record<string, string>)
  expect(refused.status).toBe(403)
  expect(await refused.json()).toEqual({ code: 'door.foreign', message: expect.stringContaining('刷新') })
  expect(city.sent).toEqual([])
})

it('every door that changes something asks for it, with a good cookie too', async () => {
  const { fetch } = city.as('rider')
  const headers = { origin: 'https://evil.example' }
  for (const [method, path] of [
    ['POST', '/api/commands'],
    ['PUT', `/api/photos/${'0'.repeat(64)}`],
    ['DELETE', '/api/session'],
    ['POST', '/api/session'],
  ] as const)
    expect((await fetch(path, { method, headers })).status, `${method} ${path}`).toBe(403)
  expect((await fetch('/api/queries/identity.me', { headers })).status).toBe(200)
})

it('in production only the address that people open counts', async () => {
  const production = await openTestCity({
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://bee.example.cn',
    DEMO: '1',
    ALLOW_DEMO: '1',
  })
  expect((await change({ origin: 'https://localhost' }, production)).status).toBe(403)
  expect((await change({ origin: 'http://bee.example.cn' }, production)).status).toBe(403)
  expect((await change({ origin: 'https://bee.example.cn' }, production)).status).toBe(200)
  await production.close()
})
