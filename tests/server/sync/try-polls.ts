import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { ARRIVAL_MS } from '#shared/polls/rules.ts'
import { HOUR, newSalt, planOf } from '../features/polls/published-poll.ts'

/** A poll that is changed, voted in, ended early and counted, and one that is taken back. */
export async function tryPolls(city: TestCity, send: Send): Promise<void> {
  const { rider, staff } = city.ids
  const cancelled = planOf(city, { startsAt: city.time.now + HOUR })
  await send(staff, 'polls.publish', cancelled)
  await send(staff, 'polls.cancel', { pollId: cancelled.pollId, words: '选项写错了' })
  const plan = planOf(city, { endsAt: city.time.now + 4 * HOUR })
  const { pollId } = plan
  await send(staff, 'polls.publish', plan)
  await send(rider, 'polls.vote', { pollId, version: 1, option: 0, salt: newSalt() })
  await send(staff, 'polls.close', { pollId, words: '提前定' })
  const { now } = city.time
  city.time.now = now + ARRIVAL_MS
  await send('system', 'polls.count', { pollId })
  city.time.now = now
}
