import type { City } from '#server/city.ts'
import type { Answer, queries, QueryName } from '#shared/queries.ts'
import type { InferInput } from 'valibot'
import { queryHandlers } from '#server/handlers.ts'
import { answer } from '#server/sync/answer.ts'

const visitor = { accountId: '', role: 'visitor', areaId: null, posts: [] } as const

/**
 * Asks the city as a stranger does, whoever is signed in: what is published by other doors than the app's
 * comes by the same queries. Undefined where a stranger gets no answer.
 */
export function openVisitor({ settings, clock, database, changes, rulings }: City) {
  return async <Name extends QueryName>(
    name: Name,
    input: InferInput<(typeof queries)[Name]['input']>,
  ): Promise<Answer<Name> | undefined> => {
    const asked = { database, changes, settings, rulings, handlers: queryHandlers, actor: visitor }
    const answered = await answer({ ...asked, session: '', now: clock(), known: undefined }, name, input)
    return answered.status === 'answered' ? JSON.parse(answered.body) as Answer<Name> : undefined
  }
}

/** The input of a query, or undefined (which no schema accepts) where it is not JSON. */
export function inputOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}')
  }
  catch {
    return undefined
  }
}
