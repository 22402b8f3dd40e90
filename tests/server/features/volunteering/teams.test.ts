import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { openings } from '#server/core/signups/index.ts'
import { volunteerHours } from '#server/features/volunteering/tables.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { ELSEWHERE, STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { foundedTeam } from './founded-team.ts'
import { hold } from './held-activity.ts'

let city: TestCity
let team: Awaited<ReturnType<typeof foundedTeam>>
freshCity(given => void (city = given))
beforeEach(async () => void (team = await foundedTeam(city)))

const namesOn = ({ roll }: Awaited<ReturnType<typeof team.seenBy>>) =>
  roll.map(({ name, state }) => `${name} ${state}`)
const nameOf = async (name: 'rider' | 'rider2') => (await city.as(name).ask('identity.me', {})).name!
const about = () => ({ teamId: team.id })

describe('founding', () => {
  const plan = (more: object = {}) =>
    ({ teamId: randomUUID(), name: '夜航小队', trade: 'ride', words: '', areaId: STREET, ...more }) as const

  it('is for staff in their own area, and each name is unique', async () => {
    expect(await city.as('staff').refused('teams.found', plan({ areaId: ELSEWHERE })))
      .toEqual({ code: 'command.notYourArea' })
    expect(await city.as('staff').refused('teams.found', plan({ areaId: '420199' })))
      .toEqual({ code: 'command.notYourArea' })
    expect(await city.as('staff').refused('teams.found', plan({ name: '晨光快递小队' })))
      .toEqual({ code: 'teams.nameTaken' })
    expect(await city.as('staff').refused('teams.found', plan({ teamId: team.id })))
      .toEqual({ code: 'teams.idTaken' })
    await city.as('admin').done('teams.found', plan({ areaId: ELSEWHERE, name: '晨光快递小队' }))
    expect(await city.as('staff').fiveTimes('teams.found', plan())).toMatchObject({ status: 'accepted' })
    expect(await city.as('rider').ask('teams.near', {})).toHaveLength(3)
  })
})

describe('asking to be let in', () => {
  it('the captain hears of it, and staff where there is none', async () => {
    const [name, name2] = [await nameOf('rider'), await nameOf('rider2')]
    await team.ask('rider', '我也跑早班')
    expect(await team.told('staff')).toEqual([{ kind: 'teams.asked', words: `晨光快递小队 · ${name}` }])
    await team.lead('rider3')
    await team.ask('rider2')
    expect(await team.told('rider3')).toEqual([{ kind: 'teams.asked', words: `晨光快递小队 · ${name2}` }])
    expect(await team.told('staff')).toHaveLength(1)
    const seen = await team.seenBy('rider3')
    expect(seen).toMatchObject({ asking: 2, members: 0, mayDecide: true, isCaptain: true })
    expect(seen.roll.map(({ words }) => words)).toEqual(['我也跑早班', ''])
  })

  it('counts once, however often it is sent, and members stay members', async () => {
    expect(await city.as('rider').fiveTimes('teams.ask', about())).toMatchObject({ status: 'accepted' })
    await team.ask('rider')
    await team.decide('rider', true)
    await team.ask('rider')
    expect(await team.told('staff')).toHaveLength(1)
    expect(await team.seenBy('rider')).toMatchObject({ mine: 'in', members: 1 })
    expect(await team.told('rider')).toEqual([{ kind: 'teams.admitted', words: '晨光快递小队' }])
  })

  it('is declined with the reason, and may be tried again', async () => {
    await team.ask('rider')
    const decline = { ...about(), accountId: city.ids.rider, isAdmitted: false, words: '先聊一聊' }
    await city.as('staff').done('teams.admit', decline)
    expect(await team.told('rider')).toEqual([{ kind: 'teams.declined', words: '晨光快递小队，原因：先聊一聊' }])
    expect(await city.as('staff').refused('teams.admit', decline)).toEqual({ code: 'teams.notAsking' })
    await team.ask('rider')
    expect(await team.seenBy('rider')).toMatchObject({ mine: 'asked', members: 0 })
  })

  it('of two who admit at once one succeeds, and a full team admits nobody', async () => {
    await team.lead('rider3')
    await team.ask('rider')
    const admit = { ...about(), accountId: city.ids.rider, isAdmitted: true }
    const replies = await Promise.all([
      city.as('staff').sendOne('teams.admit', admit),
      city.as('rider3').sendOne('teams.admit', admit),
    ])
    expect(replies.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused'])
    expect(await team.seenBy('rider')).toMatchObject({ members: 1 })
    await team.ask('rider2')
    await city.database.transact(async tx =>
      await tx.update(openings).set({ capacity: 1 }).where(eq(openings.ref, team.id)))
    expect(await city.as('staff').refused('teams.admit', { ...admit, accountId: city.ids.rider2 }))
      .toEqual({ code: 'teams.full' })
    expect(await city.as('resident').refused('teams.ask', about())).toEqual({ code: 'teams.full' })
  })

  it('is decided by the captain and the staff of the area; a captain is a member at once', async () => {
    await team.ask('rider')
    const other = await foundedTeam(city, 'staff', { name: '夜航小队' })
    await other.lead('rider2')
    const admit = { ...about(), accountId: city.ids.rider, isAdmitted: true }
    for (const name of ['rider2', 'staffElsewhere'] as const)
      expect(await city.as(name).refused('teams.admit', admit)).toEqual({ code: 'teams.unknown' })
    await other.ask('rider2')
    expect(await other.seenBy('rider2')).toMatchObject({ mine: 'in', captains: [await nameOf('rider2')] })
  })
})

describe('who is shown', () => {
  it('only members, captains and staff see the roll; names alone, and no hours of others', async () => {
    await team.join('rider')
    await team.join('rider2')
    await team.ask('resident')
    const held = await hold(city, { teamId: team.id })
    for (const name of ['rider', 'rider2'] as const) {
      const row = { activityId: held.id, accountId: city.ids[name], minutes: 90, teamId: team.id }
      await city.database.transact(async tx =>
        await tx.insert(volunteerHours).values({ ...row, day: '2026-11-20', countedAt: 1 }))
    }
    const [name, name2] = [await nameOf('rider'), await nameOf('rider2')]
    const seen = await team.seenBy('rider')
    expect(namesOn(seen)).toEqual([`${name} in`, `${name2} in`])
    expect(seen).toMatchObject({ minutes: 180, asking: 0, mayDecide: false })
    expect(seen.roll.map(({ minutes }) => minutes)).toEqual([90, 0])
    expect(await team.seenBy('staff')).toMatchObject({ asking: 1, roll: { length: 3 } })
    expect(JSON.stringify(await team.seenBy('staff'))).not.toContain(city.phoneOf('rider').slice(-4))
    for (const stranger of ['rider3', 'resident', 'staffElsewhere'] as const)
      expect(await team.seenBy(stranger), stranger).toMatchObject({ roll: [], asking: 0, members: 2 })
  })

  it('lists one\'s own teams first, then those of the areas around', async () => {
    const far = await foundedTeam(city, 'admin', { name: '阿尔法小队', areaId: ELSEWHERE })
    const order = async () => (await city.as('rider').ask('teams.near', {})).map(({ id }) => id)
    expect(await order()).toEqual([team.id, far.id])
    await far.ask('rider')
    expect(await order()).toEqual([far.id, team.id])
    await team.join('rider')
    expect(await order()).toEqual([team.id, far.id])
  })
})

describe('leaving', () => {
  it('is possible at any time, asked or in, offline too and again', async () => {
    await team.ask('rider')
    await city.as('rider').done('teams.leave', about())
    expect(await team.seenBy('rider')).toMatchObject({ mine: 'left' })
    await team.join('rider')
    expect(await city.as('rider').later(3_600_000, 'teams.leave', about()))
      .toMatchObject({ status: 'accepted' })
    await city.as('rider').done('teams.leave', about())
    expect(await team.seenBy('rider')).toMatchObject({ mine: 'left', members: 0, roll: [] })
    expect(await city.as('rider').refused('teams.leave', { teamId: randomUUID() }))
      .toEqual({ code: 'teams.unknown' })
  })

  it('a captain\'s post ends with it, and staff hear of it', async () => {
    await team.lead('rider')
    await team.ask('rider')
    await city.as('rider').done('teams.leave', about())
    expect((await city.as('rider').ask('identity.me', {})).posts).toEqual([])
    expect(await team.told('staff'))
      .toEqual([{ kind: 'teams.captainLeft', words: `晨光快递小队 · ${await nameOf('rider')}已退出` }])
    const admit = { ...about(), accountId: city.ids.rider2, isAdmitted: true }
    expect(await city.as('rider').refused('teams.admit', admit))
      .toEqual({ code: 'command.notForYourRole' })
  })

  it('whoever erases their account leaves; without a name, staff hear that a captain has gone', async () => {
    await team.join('rider')
    await team.lead('rider')
    expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).toContain('晨光快递小队')
    await city.as('rider').done('identity.deleteMe', { confirm: true })
    expect(await team.seenBy('staff')).toMatchObject({ members: 0, captains: [], roll: [] })
    expect(await team.told('staff')).toContainEqual({ kind: 'teams.captainLeft', words: '晨光快递小队' })
  })
})

describe('removing', () => {
  it('needs a reason, which the person reads', async () => {
    await team.join('rider')
    const remove = { ...about(), accountId: city.ids.rider, words: '已离开本市' }
    await city.as('staff').done('teams.remove', remove)
    expect(await team.told('rider'))
      .toContainEqual({ kind: 'teams.removed', words: '晨光快递小队，原因：已离开本市' })
    expect(await team.seenBy('staff')).toMatchObject({ members: 0 })
    expect(await city.as('staff').refused('teams.remove', remove)).toEqual({ code: 'teams.notMember' })
    expect(await city.as('staff').sendOne('teams.remove', { ...remove, words: '' }))
      .toMatchObject({ status: 'malformed' })
  })

  it('a captain is only for staff, and ends the post', async () => {
    await team.join('rider')
    await team.lead('rider')
    await team.lead('rider2')
    const remove = { ...about(), accountId: city.ids.rider, words: '轮换' }
    expect(await city.as('rider2').refused('teams.remove', remove)).toEqual({ code: 'teams.isCaptain' })
    await city.as('staff').done('teams.remove', remove)
    expect((await city.as('rider').ask('identity.me', {})).posts).toEqual([])
  })
})

describe('a captain\'s post', () => {
  it('is given and ended by the staff of the team\'s area, by hand and by import', async () => {
    const phone = city.phoneOf('rider2')
    const post = (more: object = {}) =>
      ({ postId: randomUUID(), phone, kind: 'captain', scope: team.id, reason: '推选', ...more }) as const
    expect(await city.as('staffElsewhere').refused('people.give', post()))
      .toEqual({ code: 'people.notYoursToGive' })
    expect(await city.as('staff').refused('people.give', post({ scope: randomUUID() })))
      .toEqual({ code: 'people.scopeUnknown' })
    const given = post()
    await city.as('staff').done('people.give', given)
    expect(await city.as('rider2').ask('identity.me', {}))
      .toMatchObject({ posts: [{ kind: 'captain', scope: team.id, scopeName: '晨光快递小队' }] })
    await city.as('staff').done('people.end', { postId: given.postId, reason: '轮换' })
    expect((await city.as('rider2').ask('identity.me', {})).posts).toEqual([])
    const row = { ...post(), name: '', kind: '队长', scope: '晨光快递小队' }
    const { reason: _, ...line } = row
    expect(await city.as('admin').done('people.import', { rows: [line], reason: '名单', dryRun: false }))
      .toEqual({ given: 1, refused: [] })
    await foundedTeam(city, 'admin', { areaId: ELSEWHERE })
    const again = { ...line, postId: randomUUID(), phone: city.phoneOf('rider') }
    expect(await city.as('admin').done('people.import', { rows: [again], reason: '名单', dryRun: true }))
      .toEqual({ given: 0, refused: [{ line: 1, code: 'people.scopeAmbiguous' }] })
  })
})
