import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import { useSession } from '#client/app/session/session.ts'
import { savedAnswer } from '#client/sync/ask.ts'

async function saved<Name extends QueryName>(name: Name, input: QueryInput<Name>) {
  const found = await savedAnswer(useSession().accountId ?? '', name, input)
  return found?.answer as Answer<Name> | undefined
}

/** What an activity is called, as far as this phone has seen it: opened, or in a list. */
export async function activityTitle({ activityId }: { activityId: string }): Promise<string | undefined> {
  const one = await saved('activities.one', { activityId })
  if (one) return one.title
  const mine = await saved('activities.mine', {})
  const open = await saved('activities.open', {})
  return [...mine?.coming ?? [], ...mine?.over ?? [], ...mine?.leads ?? [], ...open?.activities ?? []]
    .find(({ id }) => id === activityId)
    ?.title
}

/** What a team is called, likewise. */
export async function teamTitle({ teamId }: { teamId: string }): Promise<string | undefined> {
  const one = await saved('teams.one', { teamId })
  return one?.name ?? (await saved('teams.near', {}))?.find(({ id }) => id === teamId)?.name
}
