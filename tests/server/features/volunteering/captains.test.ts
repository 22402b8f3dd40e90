import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { posts } from '#server/core/posts/index.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { streetOf } from '../reports/street.ts'
import { foundedTeam } from './founded-team.ts'
import { hold, HOUR } from './held-activity.ts'
import { planOf } from './planned-activity.ts'

let city: TestCity
/** The rider is captain of one team, rider2 of another; both teams have an activity that rider3 is in. */
let own: Awaited<ReturnType<typeof led>>
let other: Awaited<ReturnType<typeof led>>
freshCity(given => void (city = given))
beforeEach(async () => {
  own = await led('rider', '晨光快递小队')
  other = await led('rider2', '夜航小队')
})

async function led(captain: PersonName, name: string) {
  const team = await foundedTeam(city, 'staff', { name })
  const postId = await givePost(city.database, {
    accountId: city.ids[captain],
    kind: 'captain',
    scope: team.id,
    until: city.time.now + 30 * HOUR,
  })
  const held = await hold(city, { teamId: team.id, publishedBy: city.ids[captain] })
  await held.enter('rider3')
  return { team, held, postId }
}

/** Everything that a captain does about an activity. */
function acts({ held }: Awaited<ReturnType<typeof led>>) {
  const activityId = held.id
  const accountId = city.ids.rider3
  const startsAt = city.time.now + 60 * HOUR
  const plan = planOf(city, { activityId, teamId: null, startsAt })
  const times = { inAt: held.startsAt, outAt: held.startsAt + HOUR }
  const all: { [Name in CommandName]?: CommandInput<Name> } = {
    'activities.draft': plan,
    'activities.publish': plan,
    'activities.repeat': { activityId, copies: [{ activityId: randomUUID(), startsAt }] },
    'activities.callOff': { activityId, words: '下雨' },
    'activities.remove': { activityId, accountId, words: '没来过' },
    'activities.readmit': { activityId, accountId },
    'activities.message': { activityId, words: '早点到' },
    'activities.finish': { activityId, words: '', photos: [] },
    'activities.correct': { correctionId: randomUUID(), activityId, accountId, ...times, words: '没电' },
  }
  return Object.entries(all) as [CommandName, never][]
}
const status = async (name: PersonName, query: string, activityId: string) => {
  const input = encodeURIComponent(JSON.stringify({ activityId }))
  return (await city.as(name).fetch(`/api/queries/${query}?input=${input}`)).status
}

it('another team’s activity is none of a captain’s: no act, no roll, no keys, no drafts', async () => {
  for (const [name, input] of acts(other))
    expect(await city.as('rider').refused(name, input), name).toEqual({ code: 'activities.notYours' })
  for (const query of ['activities.roll', 'activities.codeKey']) {
    expect(await status('rider', query, other.held.id), query).toBe(404)
    expect(await status('rider2', query, other.held.id), query).toBe(200)
    expect(await status('rider3', query, other.held.id), query).toBe(403)
  }
  const draft = await hold(city, { teamId: other.team.id, state: 'draft' })
  expect(await status('rider', 'activities.one', draft.id)).toBe(404)
  const { leads } = await city.as('rider').ask('activities.mine', {})
  expect(leads.map(({ id }) => id)).toEqual([own.held.id])
  const seen = await city.as('rider').ask('activities.one', { activityId: other.held.id })
  expect(seen.leads).toBe(false)
})

it('a captain publishes in the name of their own team alone, and moves nothing to another', async () => {
  const publish = (teamId: string | null) =>
    city.as('rider').sendOne('activities.publish', planOf(city, { teamId }))
  expect(await publish(other.team.id)).toMatchObject({ refusal: { code: 'activities.notYourTeam' } })
  expect(await publish(null)).toMatchObject({ refusal: { code: 'activities.notYours' } })
  expect(await publish(own.team.id)).toMatchObject({ status: 'accepted' })
  const { changedAt: seen } = await city.as('rider').ask('activities.one', { activityId: own.held.id })
  const moved = planOf(city, { activityId: own.held.id, teamId: other.team.id, capacity: 20 })
  expect(await city.as('rider').refused('activities.publish', { ...moved, seen }))
    .toEqual({ code: 'activities.notYourTeam' })
})

it('passes, messages and photos of another team are not theirs to scan, read or see', async () => {
  city.time.now = other.held.startsAt
  const text = await other.held.pass('rider3', city.time.now)
  const scan = { activityId: other.held.id, direction: 'in' } as const
  const proof = { by: 'pass', text, seenAt: city.time.now } as const
  expect(await city.as('rider').refused('activities.attend', { ...scan, proof }))
    .toEqual({ code: 'activities.notYours' })
  // Nor does a pass for that one count at their own.
  expect(await city.as('rider').refused('activities.attend', { ...scan, activityId: own.held.id, proof }))
    .toEqual({ code: 'proofs.passElsewhere' })
  await city.as('rider2').done('activities.message', { activityId: other.held.id, words: '带好雨衣' })
  const { messages } = await city.as('rider').ask('activities.roll', { activityId: own.held.id })
  expect(messages).toEqual([])
  const photo = await streetOf(city).photo('rider2')
  expect((await city.as('rider').fetch(`/api/photos/${photo}/full`)).status).toBe(404)
  // Whoever knows a photo's digest gains nothing by it.
  city.time.now = other.held.endsAt
  expect(await city.as('rider')
    .sendOne('activities.finish', { activityId: own.held.id, words: '', photos: [photo] }))
    .toMatchObject({ status: 'retry', missingPhotos: [photo] })
})

it('members of another team are not theirs to let in or take off', async () => {
  await other.team.ask('resident')
  const about = { teamId: other.team.id, accountId: city.ids.resident }
  expect(await city.as('rider').refused('teams.admit', { ...about, isAdmitted: true }))
    .toEqual({ code: 'teams.unknown' })
  await other.team.decide('resident', true)
  expect(await city.as('rider').refused('teams.remove', { ...about, words: '不认识' }))
    .toEqual({ code: 'teams.unknown' })
  expect(await other.team.seenBy('rider')).toMatchObject({ roll: [], mayDecide: false })
})

it('a captain whose term ended a second ago leads nothing, with the same session', async () => {
  await city.as('rider').done('activities.message', { activityId: own.held.id, words: '早点到' })
  const end = (await city.database.read.select().from(posts).where(eq(posts.id, own.postId)))[0]!.until!
  city.time.now = end - 1
  expect(await status('rider', 'activities.roll', own.held.id)).toBe(200)
  city.time.now = end + 1000
  for (const [name, input] of acts(own))
    expect(await city.as('rider').refused(name, input), name).toEqual({ code: 'command.notForYourRole' })
  for (const query of ['activities.roll', 'activities.codeKey'])
    expect(await status('rider', query, own.held.id), query).toBe(403)
  const { leads } = await city.as('rider').ask('activities.mine', {})
  expect(leads).toEqual([])
  // What they did as captain, decided late, is theirs no more either.
  const finish = { activityId: own.held.id, words: '', photos: [] }
  expect(await city.as('rider').later(25 * HOUR, 'activities.finish', finish))
    .toMatchObject({ status: 'refused', refusal: { code: 'command.notForYourRole' } })
})

it('a leader’s messages are bounded: after twenty in an hour the next ones wait', async () => {
  const message = { activityId: own.held.id, words: '早点到' }
  const say = () => city.as('rider').sendOne('activities.message', message)
  for (let i = 0; i < 20; i++) expect(await say()).toMatchObject({ status: 'accepted' })
  expect(await say()).toMatchObject({ status: 'retry', refusal: { code: 'command.tooOften' } })
})
