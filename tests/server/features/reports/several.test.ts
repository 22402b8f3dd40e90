import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh), { LIMITS_FACTOR: '100' })

const filedFor = async (areaId: string) => {
  const reportId = randomUUID()
  const filed = { reportId, kind: 'hazard' as const, text: '井盖松动', areaId, photos: [] }
  await city.as('admin').done('reports.fileFor', filed)
  return reportId
}
const decline = (reportId: string) => ({
  id: randomUUID(),
  name: 'reports.move',
  input: { reportId, seen: reportId, to: 'declined', words: '重复' },
})
const statesOf = async (ids: readonly string[]) => await Promise.all(ids.map(street.stateOf))

it('of several declined at once, foreign, moved, own and unknown ones are refused', async () => {
  const [good, moved, foreign, secret] = [
    await filedFor(COMMUNITY),
    await filedFor(COMMUNITY),
    await filedFor(ELSEWHERE),
    await street.file('rider', { areaId: ELSEWHERE, kind: 'security', place: undefined }),
  ]
  const own = await street.file('staff', { areaId: COMMUNITY })
  await city.as('staff2').done('reports.move', { reportId: moved, to: 'accepted' })
  const batch = [good, moved, foreign, secret, own, randomUUID(), good].map(decline)
  const replies = await city.as('staff').send(...batch)
  const outcome = replies.map(reply => reply.status === 'refused' ? reply.refusal.code : reply.status)
  expect(outcome).toEqual([
    'accepted',
    'reports.changedMeanwhile',
    'command.notYourArea',
    'reports.unknown',
    'reports.ownReport',
    'reports.unknown',
    'reports.changedMeanwhile',
  ])
  expect(replies[1]).toMatchObject({ refusal: { by: 'staff', name: '测试staff2', step: 'accepted' } })
  // Sent again after silence, each has the answer that it had.
  expect(await city.as('staff').send(...batch)).toEqual(replies)
  expect(await statesOf([good, moved, foreign, own])).toEqual(['declined', 'accepted', 'filed', 'filed'])
})

it('a batch longer than phones send is refused and decides nothing', async () => {
  const reportId = await filedFor(COMMUNITY)
  const batch = Array.from({ length: BATCH_COMMANDS_MAX + 1 }, () => decline(reportId))
  await expect(city.as('staff').send(...batch)).rejects.toThrow('400')
  expect(await statesOf([reportId])).toEqual(['filed'])
})
