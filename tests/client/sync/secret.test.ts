import { withoutSecret } from '#shared/sync/secret.ts'
import { uuidv7 } from 'uuidv7'
import { expect, it } from 'vitest'
import { offline, online, openPhone, until } from '../../support/client/phone.ts'

const ballot = () => ({ pollId: uuidv7(), version: 1, option: 2, salt: 'B'.repeat(22) })

it('a vote that was delivered leaves its poll on the phone, and not the option', async () => {
  const { city, outbox, store } = await openPhone()
  offline(city)
  const vote = ballot()
  await outbox.enqueue('polls.vote', vote)
  expect(JSON.stringify(await store.getAll('outbox'))).toContain(vote.salt)
  online(city)
  outbox.retryNow()
  await until(() => outbox.delivered.length === 1)
  expect(city.applied.map(({ input }) => input)).toEqual([vote])
  const stores = await Promise.all([...store.objectStoreNames].map(name => store.getAll(name)))
  expect(JSON.stringify(stores)).not.toMatch(/"salt"|"option"|BBBB/)
  expect(outbox.of('polls.vote').delivered.map(({ input }) => input)).toEqual([{ pollId: vote.pollId }])
})

it('one that was refused leaves the reason, and not the option either', async () => {
  const { city, outbox, store } = await openPhone()
  city.decide = () => ({ status: 'refused', refusal: { code: 'polls.voted' } })
  const vote = ballot()
  await outbox.enqueue('polls.vote', vote)
  await until(() => outbox.returned.length === 1)
  expect(outbox.returned[0]).toMatchObject({ refusal: { code: 'polls.voted' } })
  const stores = await Promise.all([...store.objectStoreNames].map(name => store.getAll(name)))
  expect(JSON.stringify(stores)).not.toMatch(/"salt"|"option"|BBBB/)
})

it('other commands stay as they were made', () => {
  const input = { complaintId: 'c', text: '灯不亮', page: 'home' }
  expect(withoutSecret('voices.complain', input)).toBe(input)
})
