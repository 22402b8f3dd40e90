import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { STREET } from '../../../support/city.ts'
import { givePost } from '../../../support/posts.ts'

/** A team that staff have founded, and what happens in it. */
export async function foundedTeam(
  city: TestCity,
  by: PersonName = 'staff',
  plan: Partial<CommandInput<'teams.found'>> = {},
) {
  const teamId = randomUUID()
  const team = { teamId, name: '晨光快递小队', trade: 'parcel', words: '下班一起做点事', areaId: STREET } as const
  await city.as(by).done('teams.found', { ...team, ...plan })
  const ask = async (name: PersonName, words?: string) =>
    await city.as(name).done('teams.ask', { teamId, ...words !== undefined && { words } })
  const decide = async (name: PersonName, isAdmitted: boolean, decider: PersonName = by) =>
    await city.as(decider).done('teams.admit', { teamId, accountId: city.ids[name], isAdmitted })
  return {
    id: teamId,
    ask,
    decide,
    join: async (name: PersonName) => {
      await ask(name)
      await decide(name, true)
    },
    lead: async (name: PersonName) =>
      await givePost(city.database, { accountId: city.ids[name], kind: 'captain', scope: teamId }),
    seenBy: async (name: PersonName) => await city.as(name).ask('teams.one', { teamId }),
    told: async (name: PersonName) => {
      const { notices } = await city.as(name).ask('notices.mine', {})
      const about = notices.filter(({ kind }) => kind.startsWith('teams.'))
      return about.map(({ kind, words }) => ({ kind, words }))
    },
  }
}
