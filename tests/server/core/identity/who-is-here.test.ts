import type { TestCity } from '../../../support/city.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'

let city: TestCity
beforeAll(async () => city = await openTestCity())
afterAll(() => city.close())

it('a phone that forgot whose it is asks the server; a stranger gets nobody, without an error', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const known = await city.fetchAs(cookie)('/api/session')
  expect(known.headers.get('cache-control')).toBe('no-store')
  expect(await known.json()).toEqual({
    me: expect.objectContaining({ accountId: city.ids.rider, role: 'courier' }),
  })

  for (const nobody of [undefined, 'bee=made-up']) {
    const stranger = await city.fetchAs(nobody)('/api/session')
    expect([stranger.status, await stranger.json()]).toEqual([200, { me: null }])
  }
})
