import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { randomUUID } from 'node:crypto'
import { dayOf } from '#shared/kernel/day.ts'
import { UNITS } from '../../support/city.ts'
import { voicesIn, wish } from '../features/voices/said.ts'
import { hold } from '../features/volunteering/held-activity.ts'

/** What people say, and everything that may become of it; and a complaint of a phone of before. */
export async function tryVoices(city: TestCity, send: Send): Promise<void> {
  const { rider, rider2, staff, staff2, admin } = city.ids
  const post = async (by: string) => {
    const input = wish()
    await send(by, 'voices.post', input)
    return input.voiceId
  }
  const { seen } = voicesIn(city)
  const [first, second, third] = [await post(rider), await post(rider2), await post(rider)]
  await send(rider2, 'voices.support', { voiceId: first })
  await send(staff, 'voices.merge', { ...await seen(second), into: first })
  await send(staff, 'voices.unmerge', await seen(second))
  const dueOn = dayOf(city.time.now + 5 * 86_400_000)
  await send(staff, 'voices.promise', { ...await seen(first), unitId: UNITS.roads, dueOn })
  await send(staff, 'voices.answer', { ...await seen(first), outcome: 'done', words: '三月开班' })
  await send(rider, 'voices.judge', { voiceId: first, isDone: true, words: '' })
  await send(staff, 'voices.hide', { ...await seen(second), reason: 'advert' })
  await send(rider2, 'voices.appeal', { voiceId: second, words: '不是广告' })
  await send(staff2, 'voices.settle', { voiceId: second, isUpheld: false, words: '看过了' })
  const link = { voiceId: third, kind: 'activity', ref: (await hold(city)).id } as const
  await send(staff, 'voices.link', link)
  await send(staff, 'voices.unlink', link)
  const complaintId = randomUUID()
  await send(rider, 'voices.complain', { complaintId, text: '字太小', page: 'me' })
  await send(admin, 'voices.reply', { complaintId, words: '下周调大' })
}
