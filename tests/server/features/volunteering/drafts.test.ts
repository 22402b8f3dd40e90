import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { activities } from '#server/features/volunteering/tables.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { foundedTeam } from './founded-team.ts'
import { hold, HOUR } from './held-activity.ts'
import { planOf, publish } from './planned-activity.ts'

let city: TestCity
freshCity(given => void (city = given))
const DAY = 24 * HOUR
const ledBy = async (name: 'staff' | 'rider') =>
  (await city.as(name).ask('activities.mine', {})).leads.map(({ id }) => id)

async function draft() {
  const plan = planOf(city)
  const { activityId } = plan
  await city.as('staff').done('activities.draft', plan)
  const { changedAt: seen } = await city.as('staff').ask('activities.one', { activityId })
  return { activityId, plan: { ...plan, seen } }
}

it('a draft is discarded by whoever leads; what was published is not', async () => {
  const { activityId } = await draft()
  expect(await city.as('staffElsewhere').refused('activities.discard', { activityId }))
    .toEqual({ code: 'activities.notYours' })
  expect(await city.as('rider').refused('activities.discard', { activityId }))
    .toEqual({ code: 'command.notForYourRole' })
  await city.as('staff2').done('activities.discard', { activityId })
  expect(await ledBy('staff')).toEqual([])
  expect(await city.as('staff').refused('activities.discard', { activityId }))
    .toEqual({ code: 'activities.unknown' })
  const published = await publish(city)
  expect(await city.as('staff').refused('activities.discard', { activityId: published.activityId }))
    .toEqual({ code: 'activities.notDraft' })
  expect(await published.state('rider')).toBeNull()
})

it('a form of a draft that somebody discarded meanwhile brings it back in no way', async () => {
  const { activityId, plan } = await draft()
  await city.as('staff2').done('activities.discard', { activityId })
  for (const name of ['activities.draft', 'activities.publish'] as const)
    expect(await city.as('staff').refused(name, plan), name).toEqual({ code: 'activities.unknown' })
  expect(await city.database.read.$count(activities)).toBe(0)
})

it('a draft whose day has passed is still there to be moved; what is over stays for a week', async () => {
  const { now } = city.time
  const overFor = (days: number) => ({ startsAt: now - days * DAY - 3 * HOUR, state: 'finished' as const })
  const late = await hold(city, { startsAt: now - 30 * DAY, state: 'draft' })
  await hold(city, overFor(8))
  const last = await hold(city, overFor(6))
  expect(await ledBy('staff')).toEqual([late.id, last.id])
})

it('a captain’s activity lies where the team works; staff put it wherever they work', async () => {
  const team = await foundedTeam(city, 'staff', { areaId: COMMUNITY })
  await team.lead('rider')
  const plan = (areaId: string) => planOf(city, { teamId: team.id, areaId })
  for (const name of ['activities.draft', 'activities.publish'] as const) {
    for (const areaId of [ELSEWHERE, COMMUNITY.slice(0, 9), '4201']) {
      expect(await city.as('rider').refused(name, plan(areaId)), `${name} ${areaId}`)
        .toMatchObject({ code: 'activities.notTeamsArea' })
    }
    await city.as('rider').done(name, plan(COMMUNITY))
  }
  // A captain goes on planning what staff put elsewhere, and moves nothing further by it.
  const wide = await publish(city, { teamId: team.id, areaId: COMMUNITY.slice(0, 9) })
  expect(await wide.change({ title: '护学岗' }, 'rider')).toMatchObject({ status: 'accepted' })
  expect(await wide.change({ areaId: ELSEWHERE }, 'rider'))
    .toMatchObject({ refusal: { code: 'activities.notTeamsArea' } })
})

it('a captain of two teams does not carry one team’s area over to the other', async () => {
  const here = await foundedTeam(city, 'staff', { areaId: COMMUNITY })
  const there = await foundedTeam(city, 'staffElsewhere', { areaId: ELSEWHERE, name: '夜航小队' })
  for (const team of [here, there]) await team.lead('rider')
  const activity = await publish(city, { teamId: here.id, areaId: COMMUNITY }, 'rider')
  expect(await activity.change({ teamId: there.id })).toMatchObject({
    refusal: { code: 'activities.notTeamsArea' },
  })
  expect(await activity.change({ teamId: there.id, areaId: ELSEWHERE })).toMatchObject({ status: 'accepted' })
})

it('copies of the same are edited and published one by one, each as it was made for its week', async () => {
  const first = await publish(city, { title: '护学岗', skills: ['driving'] })
  const copies = [1, 2, 3].map(week =>
    ({ activityId: randomUUID(), startsAt: first.startsAt + week * 7 * DAY }))
  await city.as('staff').done('activities.repeat', { activityId: first.activityId, copies })
  const [one, two, three] = copies.map(({ activityId }) => activityId)
  const seen = async (activityId: string) => await city.as('staff').ask('activities.one', { activityId })
  const edit = async (activityId: string, to: object) => {
    const { startsAt, changedAt } = await seen(activityId)
    const plan = planOf(city, { activityId, startsAt, title: '护学岗', skills: ['driving'] })
    await city.as('staff').done('activities.publish', { ...plan, ...to, seen: changedAt })
  }
  await edit(one!, { capacity: 9 })
  await edit(two!, { title: '护学岗（雨天）' })
  await city.as('staff').done('activities.discard', { activityId: three! })
  const { activities: open } = await city.as('rider').ask('activities.open', {})
  expect(open.map(({ title, capacity, skills }) => ({ title, capacity, skills }))).toEqual([
    { title: '护学岗', capacity: 1, skills: ['driving'] },
    { title: '护学岗', capacity: 9, skills: ['driving'] },
    { title: '护学岗（雨天）', capacity: 1, skills: ['driving'] },
  ])
})

it('whoever leads more than are listed is told that there are others', async () => {
  await draft()
  expect((await city.as('staff').ask('activities.mine', {})).hasMoreLeads).toBeUndefined()
  const [row] = await city.database.read.select().from(activities)
  await city.database.transact(async tx => void await tx.insert(activities).values(
    Array.from({ length: SHOWN_ROWS_MAX }, () => ({ ...row!, id: randomUUID() })),
  ))
  const { leads, hasMoreLeads } = await city.as('staff').ask('activities.mine', {})
  expect([leads.length, hasMoreLeads]).toEqual([SHOWN_ROWS_MAX, true])
})
