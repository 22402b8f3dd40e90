import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { randomUUID } from 'node:crypto'
import { COMMUNITY, STREET } from '../../support/city.ts'
import { tryCases } from './try-cases.ts'

/** A team that people join and leave, its captain too, and a patrol; units that work by links. */
export async function tryTeams(city: TestCity, send: Send): Promise<void> {
  const { rider, rider2, rider3, resident, staff, admin } = city.ids
  const teamId = randomUUID()
  const plan = { name: '晨光快递小队', trade: 'parcel', words: '', areaId: STREET } as const
  await send(staff, 'teams.found', { teamId, ...plan })
  const captain = { kind: 'captain', scope: teamId, phone: city.phoneOf('rider3'), reason: '推选' } as const
  await send(staff, 'people.give', { postId: randomUUID(), ...captain })
  for (const id of [rider, rider2, resident, rider3]) await send(id, 'teams.ask', { teamId })
  for (const [accountId, isAdmitted] of [[rider, true], [rider2, true], [resident, false]] as const)
    await send(rider3, 'teams.admit', { teamId, accountId, isAdmitted })
  await send(rider3, 'teams.remove', { teamId, accountId: rider2, words: '重复' })
  await send(rider, 'teams.leave', { teamId })
  await send(rider3, 'teams.leave', { teamId })
  const [postId, reason] = [randomUUID(), '居民推荐']
  const phone = city.phoneOf('rider2')
  await send(admin, 'people.give', { postId, phone, kind: 'laneAdviser', scope: COMMUNITY, reason })
  const note = { noteId: randomUUID(), areaId: COMMUNITY, finding: 'fine', words: '' } as const
  await send(rider2, 'beats.note', { ...note, madeAt: city.time.now })
  await send(admin, 'people.end', { postId, reason })
  await tryCases(city, send)
}
