import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const ask = (name: 'rider' | 'rider2' | 'staff', query: string, known?: string) =>
  city
    .as(name)
    .fetch(
      `/api/queries/${query}?input=%7B%7D`,
      known === undefined ? {} : { headers: { 'if-none-match': known } },
    )

it('an unchanged answer is 304, and a change brings a new one', async () => {
  const tag = (await ask('rider', 'voices.mine')).headers.get('etag')!
  expect((await ask('rider', 'voices.mine', tag)).status).toBe(304)
  expect((await ask('rider', 'voices.mine', `W/${tag}`)).status, 'a proxy has compressed it').toBe(304)
  await city
    .as('rider')
    .send({ name: 'voices.complain', input: { complaintId: randomUUID(), text: '新的一条', page: 'home' } })
  const changed = await ask('rider', 'voices.mine', tag)
  expect(changed.status).toBe(200)
  expect(await changed.json()).toHaveLength(1)
})

it('one person\'s tag says nothing about another\'s answer', async () => {
  await city
    .as('rider')
    .send({ name: 'voices.complain', input: { complaintId: randomUUID(), text: '只有我', page: 'home' } })
  const tag = (await ask('rider', 'voices.mine')).headers.get('etag')!
  expect((await ask('rider2', 'voices.mine', tag)).status).toBe(200)
})

it('a query of another role, an unknown one and a malformed one are told apart', async () => {
  const notTheirs = await ask('rider', 'desk.complaints')
  expect(notTheirs.status).toBe(403)
  expect(await notTheirs.json()).toMatchObject({ code: 'query.notForYourRole' })
  expect((await ask('rider', 'no.such')).status).toBe(404)
  expect(
    (await city.as('rider').fetch('/api/queries/reports.one?input=%7B%22reportId%22%3A1%7D')).status,
  ).toBe(400)
  expect((await city.as('rider').fetch('/api/queries/reports.one?input=%7B')).status).toBe(400)
})

it('what is not there and what is not for one\'s eyes are answered alike', async () => {
  const response = await city
    .as('rider')
    .fetch(`/api/queries/reports.one?input=${encodeURIComponent(JSON.stringify({ reportId: randomUUID() }))}`)
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: 'query.notFound' })
})
