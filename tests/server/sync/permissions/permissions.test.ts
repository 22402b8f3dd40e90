import type { Actor } from '#server/sync/context.ts'
import type { CommandName } from '#shared/commands.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import type { AccountRole } from '#shared/identity/roles.ts'
import type { QueryName } from '#shared/queries.ts'
import type { CommandSpec, QuerySpec } from '#shared/sync/specs.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Side, Things } from './things.ts'
import { randomUUID } from 'node:crypto'
import { queryHandlers } from '#server/handlers.ts'
import { answer } from '#server/sync/answer.ts'
import { commands } from '#shared/commands.ts'
import { postKinds } from '#shared/identity/posts.ts'
import { queries } from '#shared/queries.ts'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { commandTable, queryTable } from './table.ts'
import { scopeOn, thingsOf } from './things.ts'

let city: TestCity
let things: Record<Side, Things>
// One for all, which is dear to furnish: what would change it is refused, but for the last.
beforeAll(async () => {
  city = await openTestCity({ LIMITS_FACTOR: '100' })
  things = await thingsOf(city)
})
afterAll(() => city.close())

type Held = readonly [kind: PostKind, side: Side]
const personWith = (...held: readonly Held[]): Actor => ({
  accountId: city.ids.rider3,
  role: 'courier',
  areaId: null,
  posts: held.map(([kind, side]) =>
    ({ id: randomUUID(), kind, scope: scopeOn(things[side], kind), from: 0, until: null })),
})
const nobodyElse = (role: AccountRole | 'visitor' | 'system'): Actor =>
  ({ accountId: role, role, areaId: null, posts: [] })

async function send(actor: Actor, name: CommandName, side: Side) {
  const input = commandTable[name].input(things[side])
  const command = { id: randomUUID(), name, input, madeAt: city.time.now }
  const { replies: [reply] } = await city.run(actor, { sentAt: city.time.now, commands: [command] })
  return reply!
}
async function ask(actor: Actor, name: QueryName, side: Side) {
  const { database, changes, settings, rulings } = city
  const question = { database, changes, settings, rulings, handlers: queryHandlers, actor, session: '' }
  const input = queryTable[name].input(things[side])
  return await answer({ ...question, now: city.time.now, known: undefined }, name, input)
}

const commandNames = Object.keys(commands) as CommandName[]
const queryNames = Object.keys(queries) as QueryName[]
const specOf = (name: CommandName): CommandSpec => commands[name]
const questionOf = (name: QueryName): QuerySpec => queries[name]
const isForPeople = ({ by }: Pick<QuerySpec, 'by'>) => by.includes('courier')
const namedBy = ({ by }: Pick<QuerySpec, 'by'>) => postKinds.filter(kind => by.includes(kind))
const unnamedBy = ({ by }: Pick<QuerySpec, 'by'>) => postKinds.filter(kind => !by.includes(kind))

const secret = [
  'stationId',
  'reportId',
  'voiceId',
  'orderId',
  'kioskId',
  'faultId',
  'unitId',
  'accountId',
  'postId',
  'hoursId',
  'pollId',
] as const
/** Ids of one side that nobody learns who works on the other. */
const secretsOf = (things: Things) => secret.map(name => things[name])

describe('the table', () => {
  it('has every command and every query, each with an input that is well-formed', () => {
    expect(Object.keys(commandTable).toSorted()).toEqual(commandNames.toSorted())
    expect(Object.keys(queryTable).toSorted()).toEqual(queryNames.toSorted())
    const isWellFormed = (schema: v.GenericSchema, input: unknown) => v.safeParse(schema, input).success
    for (const name of commandNames)
      expect(isWellFormed(commands[name].input, commandTable[name].input(things.here)), name).toBe(true)
    for (const name of queryNames)
      expect(isWellFormed(queries[name].input, queryTable[name].input(things.here)), name).toBe(true)
  })

  it('names visitors only for public entries, and the system only for the clock\'s own', () => {
    for (const name of commandNames)
      expect(specOf(name).by.includes('system'), name).toBe(commandTable[name].reach === 'system')
    for (const name of queryNames) {
      if (questionOf(name).by.includes('visitor')) expect(queryTable[name].reach, name).toBe('public')
    }
  })
})

describe('who is not named', () => {
  it('has every command refused, whatever other post they hold', async () => {
    for (const name of commandNames) {
      const spec = specOf(name)
      const actors = [
        ...unnamedBy(spec).map(kind => personWith([kind, 'here'])),
        personWith(...unnamedBy(spec).map(kind => [kind, 'here'] as const)),
        personWith(),
      ]
      const others = (['kiosk', 'visitor', 'system'] as const).filter(role => !spec.by.includes(role))
      const refused = [...isForPeople(spec) ? [] : actors, ...others.map(nobodyElse)]
      for (const actor of refused) {
        expect(await send(actor, name, 'here'), `${name} by ${actor.posts[0]?.kind ?? actor.role}`)
          .toMatchObject({ status: 'refused', refusal: { code: 'command.notForYourRole' } })
      }
    }
  })

  it('gets no answer to any query', async () => {
    for (const name of queryNames) {
      const spec = questionOf(name)
      const actors = [...unnamedBy(spec).map(kind => personWith([kind, 'here'])), personWith()]
      const others = (['kiosk', 'visitor', 'system'] as const).filter(role => !spec.by.includes(role))
      for (const actor of [...isForPeople(spec) ? [] : actors, ...others.map(nobodyElse)]) {
        expect(await ask(actor, name, 'here'), `${name} by ${actor.posts[0]?.kind ?? actor.role}`)
          .toEqual({ status: 'notForYourRole' })
      }
    }
  })

  it('is refused because of a post too, if the entry excludes that post', async () => {
    for (const name of commandNames) {
      for (const kind of specOf(name).notWith ?? []) {
        expect(await send(personWith([kind, 'here']), name, 'here'), `${name} by ${kind}`)
          .toMatchObject({ refusal: { code: 'command.notForYourRole' } })
      }
    }
  })
})

describe('who works elsewhere', () => {
  /** One named post on this side, and every post that the entry does not name on the other. */
  const elsewhere = (spec: Pick<QuerySpec, 'by'>) => namedBy(spec).map(kind =>
    personWith([kind, 'here'], ...unnamedBy(spec).map(other => [other, 'there'] as const)))

  it('decides nothing, also not by another post', async () => {
    for (const name of commandNames.filter(each => commandTable[each].reach === 'scoped')) {
      for (const actor of elsewhere(specOf(name))) {
        expect(await send(actor, name, 'there'), `${name} by ${actor.posts[0]!.kind}`)
          .toMatchObject({ status: 'refused' })
      }
    }
  })

  it('sees nothing, also not by another post', async () => {
    for (const name of queryNames.filter(each => queryTable[each].reach === 'scoped')) {
      for (const actor of elsewhere(questionOf(name))) {
        const answered = await ask(actor, name, 'there')
        const shown = answered.status === 'answered' ? answered.body : ''
        for (const secret of secretsOf(things.there))
          expect(shown, `${name} by ${actor.posts[0]!.kind}`).not.toContain(secret)
      }
    }
  })
})

const permissionCodes = [
  'command.notForYourRole',
  'command.notYourArea',
  'stations.notYours',
  'mall.notYourStation',
  'reports.unknown',
  'people.unknown',
  'people.notYoursToGive',
  'teams.unknown',
  'activities.unknown',
  'activities.notYours',
  'activities.notYourTeam',
  'beats.notYours',
  'announcements.unknown',
  'announcements.notYours',
  'polls.unknown',
  'polls.notYours',
  'voices.unknown',
]
/** Those who can do nothing with the report of the table, or see nothing: no post of theirs reaches it. */
const idle: readonly PostKind[] = ['captain', 'laneAdviser', 'stairHead', 'guard']
const working = (spec: Pick<QuerySpec, 'by'>) => namedBy(spec).filter(kind => !idle.includes(kind))

describe('who holds the post', () => {
  it('sees what is theirs, and with two posts what is theirs by both', async () => {
    const lists: Partial<Record<QueryName, (side: Things) => string>> = {
      'desk.reports': ({ reportId }) => reportId,
      'voices.desk': ({ voiceId }) => voiceId,
      'mall.desk': ({ orderId }) => orderId,
      'mall.book': ({ stationId }) => stationId,
      'stations.desk': ({ kioskId }) => kioskId,
      'stations.book': ({ kioskId }) => kioskId,
      'activities.desk': ({ activityId }) => activityId,
      'polls.desk': ({ pollId }) => pollId,
      'announcements.desk': ({ announcementId }) => announcementId,
    }
    for (const [name, markOf] of Object.entries(lists) as [QueryName, (side: Things) => string][]) {
      for (const kind of working(questionOf(name))) {
        const one = await ask(personWith([kind, 'here']), name, 'here')
        const both = await ask(personWith([kind, 'here'], [kind, 'there']), name, 'here')
        const bodies = [one, both].map(each => each.status === 'answered' ? each.body : each.status)
        const seen = bodies.map(body => [things.here, things.there].map(side => body.includes(markOf(side))))
        expect(seen, `${name} by ${kind}`).toEqual([[true, false], [true, true]])
      }
    }
  })

  it('is let in at their own place', async () => {
    for (const name of commandNames.filter(each => commandTable[each].reach === 'scoped')) {
      for (const kind of working(specOf(name))) {
        const reply = await send(personWith([kind, 'here']), name, 'here')
        const code = reply.status === 'refused' ? reply.refusal.code : ''
        expect(permissionCodes, `${name} by ${kind}: ${JSON.stringify(reply)}`).not.toContain(code)
      }
    }
  })
})
