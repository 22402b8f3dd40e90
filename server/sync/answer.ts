import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { QueryName } from '#shared/queries.ts'
import type { QuerySpec } from '#shared/sync/specs.ts'
import type { Changes } from './changes.ts'
import type { About, Actor, QueryContext, QueryHandlers } from './context.ts'
import type { Rulings } from './rulings.ts'
import { hash } from 'node:crypto'
import { writeAudit } from '#server/core/audit/index.ts'
import { queries } from '#shared/queries.ts'
import { Refused } from '#shared/refusal.ts'
import { issueTexts } from '#shared/sync/issues.ts'
import * as v from 'valibot'
import { admitted, factorWanted } from './admitted.ts'

interface Question {
  readonly database: Database
  readonly changes: Changes
  readonly settings: Settings
  readonly handlers: QueryHandlers
  readonly rulings: Rulings
  readonly actor: Actor
  /**
   * Names the session. A new session never gets 304 for an old tag, so that programs that change the data
   * from outside need not count versions: they end the sessions concerned.
   */
  readonly session: string
  readonly now: number
  /** The tag of the answer that the phone has stored, if any. */
  readonly known: string | undefined
}
export type Answered =
  | { status: 'answered', body: string, tag: string }
  | { status: 'unchanged', tag: string }
  | { status: 'malformed', issues: string[] }
  | { status: 'notForYourRole' }
  | { status: 'factorWanted', wanted: 'missing' | 'stale' }
  /** Unknown, or not for this person; both get the same answer, so that it reveals nothing. */
  | { status: 'notFound' }

const digest = (text: string) => hash('sha256', text, 'base64url').slice(0, 27)

/**
 * Answers one query, or says that the stored answer still holds. For a cached query on SQLite a counter in
 * memory decides that, without asking the database.
 */
export async function answer(question: Question, name: QueryName, input: unknown): Promise<Answered> {
  const { session, known } = question
  const spec: QuerySpec = queries[name]
  const actor = admitted(spec, question.actor, question.now)
  if (!actor) return { status: 'notForYourRole' }
  const wanted = factorWanted(spec, actor, question.now)
  if (wanted) return { status: 'factorWanted', wanted }
  const parsed = v.safeParse(spec.input, input)
  if (!parsed.success) return { status: 'malformed', issues: issueTexts(parsed.issues) }

  const version = spec.cached ? question.changes.versionOf(actor.accountId, name) : undefined
  const early =
    version === undefined
      ? undefined
      : `"${digest(JSON.stringify([version, session, actor, name, parsed.output]))}"`
  if (early !== undefined && early === known) return { status: 'unchanged', tag: early }

  const handler = question.handlers[name] as (input: unknown, context: QueryContext) => Promise<unknown>
  const about: About[] = []
  const asked = await handler(parsed.output, {
    read: question.database.read,
    watch: question.database.watch,
    settings: question.settings,
    rulings: question.rulings,
    actor,
    now: question.now,
    about: each => void about.push(each),
  }).catch(refusedOrThrow)
  if (asked instanceof Refused) return { status: 'notFound' }
  if (spec.audited) {
    const act = { actor, at: question.now, act: name, input: parsed.output }
    await question.database.transact(tx =>
      writeAudit(tx, { ...act, about: Object.assign({}, ...about) as About }))
  }
  const body = JSON.stringify(asked)
  const tag = early ?? `"${digest(body)}"`
  return tag === known ? { status: 'unchanged', tag } : { status: 'answered', body, tag }
}

function refusedOrThrow(error: unknown): Refused {
  if (!(error instanceof Refused)) throw error
  return error
}
