import { expect, it, vi } from 'vitest'
import { complaint } from '../../support/client/commands.ts'
import { openPhone, until } from '../../support/client/phone.ts'

/** Web Locks that never answer, not even to an abort. */
const silent = { request: () => new Promise(() => {}), query: () => new Promise(() => {}) }

async function onSilentPhone() {
  const phone = await openPhone()
  Object.defineProperty(navigator, 'locks', { value: silent, configurable: true })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return phone
}

it('where the browser never answers about locks, what waits leaves under its lease', async () => {
  const { city, outbox } = await onSilentPhone()
  await outbox.enqueue('voices.complain', complaint('没有锁'))
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(10_000)
    expect(city.applied).toHaveLength(1)
  })
  vi.useRealTimers()
  await until(() => outbox.items.length === 0)
})

it('a live command is sent all the same, and an update counts as held off', async () => {
  const { city } = await onSilentPhone()
  const { sendNow } = await import('#client/sync/sending/send-now.ts')
  const { mayUpdateNow } = await import('#client/sync/browser/updates.ts')
  const sending = sendNow('voices.complain', complaint('马上'))
  const asking = mayUpdateNow()
  await vi.advanceTimersByTimeAsync(12_000)
  vi.useRealTimers()
  expect(await sending).toMatchObject({ status: 'accepted' })
  expect(city.applied).toHaveLength(1)
  expect(await asking).toBe(false)
})
