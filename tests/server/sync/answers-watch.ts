import type { Actor } from '#server/sync/context.ts'
import type { CommandInput, CommandName, CommandResult } from '#shared/commands.ts'
import type { QueryName } from '#shared/queries.ts'
import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts, findAccount } from '#server/core/identity/index.ts'
import { postsOf } from '#server/core/posts/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { queryHandlers } from '#server/handlers.ts'
import { openCity as buildCity } from '#server/open-city.ts'
import { admitted } from '#server/sync/admitted.ts'
import { queries } from '#shared/queries.ts'
import { Refused } from '#shared/refusal.ts'
import { expect } from 'vitest'
import { auditLines } from './audit-lines.ts'
import { actorWithoutAccount } from './try-cases.ts'
import { openStale } from './what-is-stale.ts'

/** All but the areas: the largest answer by far, and there are no commands about it. */
export const cached = (Object.keys(queries) as QueryName[])
  .filter(name => 'cached' in queries[name] && name !== 'areas.tree')
/** Which queries a command nudges is decided without the engine, and asking them all takes minutes. */
export const isCompared = dialect === 'sqlite'

type Answers = ReadonlyMap<string, { name: QueryName, actor: Actor, answer: string }>
interface Asked { name: QueryName, actor: Actor, answer: string, by: string, writes: number }

/**
 * Asks every cached query as everybody whom it lets in; keyed by query and account. What can't have changed
 * since it was asked is not asked again: neither clock nor actor did, and no table that the query reads.
 */
function openAnswers(city: TestCity) {
  const opening = openStale(city)
  let known = new Map<string, Asked>()

  async function ask(name: QueryName, actor: Actor): Promise<string> {
    const { database: { read }, settings, rulings, time: { now } } = city
    const context = { read, settings, rulings, actor, now, about: () => {} }
    const handler = queryHandlers[name] as (input: object, given: typeof context) => Promise<unknown>
    const asked = await handler({}, context).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      return 'not found'
    })
    return JSON.stringify(asked)
  }

  async function answersOf(actors: readonly Actor[]): Promise<Answers> {
    const stale = await opening
    const answers = new Map<string, Asked>()
    for (const actor of actors) {
      for (const name of cached) {
        const as = admitted(queries[name], actor, city.time.now)
        if (!as) continue
        const key = `${name} ${actor.accountId}`
        const [last, by, writes] = [known.get(key), JSON.stringify([city.time.now, as]), stale.now()]
        const isSame = last?.by === by && !stale.isStale(name, last.writes)
        const answer = isSame ? last.answer : await stale.asking(name, () => ask(name, as))
        answers.set(key, { name, actor, answer, by, writes: isSame ? last.writes : writes })
      }
    }
    known = answers
    return answers
  }
  return { answersOf, end: async () => (await opening).end() }
}

async function actorOf(city: TestCity, accountId: string): Promise<Actor> {
  const unnamed = await actorWithoutAccount(city, accountId)
  if (unnamed) return unnamed
  const { role, areaId } = (await findAccount(city.database.read, accountId))!
  return { accountId, role, areaId, posts: await postsOf(city.database.read, accountId, city.time.now) }
}

async function everybody(city: TestCity): Promise<Actor[]> {
  const rows = await city.database.read.select({ id: accounts.id }).from(accounts)
  return await Promise.all(rows.map(({ id }) => actorOf(city, id)))
}

/** A city that notes every nudge it publishes, as "query accountId", or "query *". */
function listening(city: TestCity) {
  const published = new Set<string>()
  const watched = buildCity({
    ...city,
    changes: {
      ...city.changes,
      publish: async (nudges) => {
        for (const { to, names } of nudges) names.forEach(name => published.add(`${name} ${to}`))
        await city.changes.publish(nudges)
      },
    },
  })
  return { published, watched }
}

/**
 * Sends commands that must be accepted, and compares what each changed in the answers of cached queries with
 * what it published. The clock stands still but for what the caller does to it.
 */
export function openWatch(city: TestCity) {
  const { published, watched } = listening(city)
  const lines = auditLines()
  const accepted = new Set<string>()
  /** An answer that changed for somebody who got no nudge, as "command: query for role". */
  const missed = new Set<string>()
  /** Queries of which some command changed an answer. */
  const changed = new Set<string>()

  const watching = isCompared ? openAnswers(city) : undefined

  function compare(name: CommandName, before: Answers, after: Answers) {
    for (const [key, { name: query, actor, answer }] of after) {
      // Who has just begun to ask has a new session, and knows no answer of before.
      if (answer === (before.get(key)?.answer ?? answer)) continue
      changed.add(query)
      if (!published.has(`${query} *`) && !published.has(key))
        missed.add(`${name}: ${query} for ${actor.role}`)
    }
  }

  async function send<Name extends CommandName>(by: string, name: Name, input: CommandInput<Name>) {
    const actors = await everybody(city)
    const before = await watching?.answersOf(actors)
    published.clear()
    const command = { id: randomUUID(), name, input, madeAt: city.time.now }
    const batch = { sentAt: city.time.now, commands: [command] }
    const actor = await actorOf(city, by)
    const { replies: [reply] } = await lines.count(city.database, name, () => watched.run(actor, batch))
    expect(reply, name).toMatchObject({ status: 'accepted' })
    accepted.add(name)
    // Whoever erased their account has no session to ask with.
    const asking = actors.filter(({ accountId }) => name !== 'identity.deleteMe' || accountId !== by)
    if (before) compare(name, before, await watching!.answersOf(asking))
    return (reply as { result?: unknown }).result as CommandResult<Name>
  }
  return { send, accepted, missed, changed, wrongLines: lines.wrong, end: watching?.end }
}
