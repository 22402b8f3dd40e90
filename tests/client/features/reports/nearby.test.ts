// @vitest-environment dom
import { seenNearby } from '#client/features/reports/nearby.ts'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import 'fake-indexeddb/auto'

const place = { latitude: 30.59, longitude: 114.3, accuracy: 9 }
const found = [{ id: '01900000-0000-7000-8000-0000000000aa', number: 7 }]
const answer = () =>
  new Response(JSON.stringify(found), {
    headers: { 'x-little-bee': '1', 'content-type': 'application/json' },
  })

/** A network that answers after a while, and counts what it was asked. */
function network(afterMs: number) {
  const asked = vi.fn(() => new Promise<Response>(resolve => setTimeout(() => resolve(answer()), afterMs)))
  vi.stubGlobal('fetch', asked)
  return asked
}

beforeEach(() => void setActivePinia(createPinia()))
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('N 米内有人报过', () => {
  it('shows what others reported here', async () => {
    network(0)
    expect(await seenNearby({ kind: 'hazard', place })).toEqual(found)
  })

  it('holds nobody up for longer than a second and a half', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    network(5_000)
    const seen = seenNearby({ kind: 'environment', place })
    await vi.advanceTimersByTimeAsync(1_500)
    expect(await seen).toEqual([])
  })

  it('asks nothing about a security lead, nor without a place, nor without a network', async () => {
    const asked = network(0)
    expect(await seenNearby({ kind: 'security', place })).toEqual([])
    expect(await seenNearby({ kind: 'hazard', place: undefined })).toEqual([])
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
    expect(await seenNearby({ kind: 'hazard', place })).toEqual([])
    expect(asked).not.toHaveBeenCalled()
  })
})
