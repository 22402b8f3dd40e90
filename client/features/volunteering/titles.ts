import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import { useSession } from '#client/app/session/session.ts'
import { savedAnswer } from '#client/sync/ask.ts'

async function saved<Name extends QueryName>(name: Name, input: QueryInput<Name>) {
  const found = await savedAnswer(useSession().accountId ?? '', name, input)
  return found?.answer as Answer<Name> | undefined
}

/** The title of an activity from the saved answers; undefined if none has it. */
export async function activityTitle({ activityId }: { activityId: string }): Promise<string | undefined> {
  const one = await saved('activities.one', { activityId })
  if (one) return one.title
  const mine = await saved('activities.mine', {})
  const open = await saved('activities.open', {})
  return [...mine?.coming ?? [], ...mine?.over ?? [], ...mine?.leads ?? [], ...open?.activities ?? []]
    .find(({ id }) => id === activityId)
    ?.title
}

/** The name of a team, in the same way. */
export async function teamTitle({ teamId }: { teamId: string }): Promise<string | undefined> {
  const one = await saved('teams.one', { teamId })
  return one?.name ?? (await saved('teams.near', {}))?.find(({ id }) => id === teamId)?.name
}
