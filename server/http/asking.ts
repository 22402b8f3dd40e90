import type { City } from '#server/city.ts'
import type { Answer, queries, QueryName } from '#shared/queries.ts'
import type { InferInput } from 'valibot'
import { queryHandlers } from '#server/handlers.ts'
import { answer } from '#server/sync/answer.ts'

/** The actor of a request without a session. */
export const visitor = { accountId: '', role: 'visitor', areaId: null, posts: [] } as const

/**
 * Asks queries as a visitor, whoever is signed in: documents for other programs are made from the same
 * answers. Undefined if a visitor gets no answer.
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

/** The input of a query; undefined, which no schema accepts, if it is not JSON. */
export function inputOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '{}')
  }
  catch {
    return undefined
  }
}
