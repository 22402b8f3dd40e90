import type { TestCity } from '../../../support/city.ts'
import { audit } from '#server/core/audit/index.ts'
import { runWord } from '#server/programs/people/run-command.ts'
import { readArgs } from '#server/programs/people/words.ts'
import { asc, like } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { setUpFactor } from '../../../support/factor.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { statusWith } from '../../core/identity/doors.ts'

const DAY = 86_400_000
let city: TestCity
let cookie: string
freshCity(async (opened) => {
  city = opened
  city.time.now = Date.now() // The program has the machine's clock.
  cookie = await city.signIn(city.phoneOf('staff'))
  await setUpFactor(city, cookie)
  await givePost(city.database, { accountId: city.ids.resident, kind: 'admin', scope: '4201' })
})

const lost = () => ({ accountId: city.ids.staff, reason: '手机丢了' })
const decide = (isApproved: boolean) => ({ accountId: city.ids.staff, isApproved })
const factorOf = async (name: 'admin' | 'admin2') =>
  (await city.as(name).ask('people.one', { accountId: city.ids.staff })).factor
const inbox = async (name: 'admin' | 'admin2' | 'staff') =>
  (await city.as(name).ask('notices.mine', {})).notices.map(({ kind, words }) => [kind, words])
const acts = async () => await city.database.read
  .select({ act: audit.act, actorId: audit.actorId, ref: audit.ref, reason: audit.reason })
  .from(audit)
  .where(like(audit.act, 'people.%eset%'))
  .orderBy(asc(audit.at), asc(audit.id))

it('one admin asks and another confirms: the second factor is gone, and every session', async () => {
  const { admin, admin2, staff } = city.ids
  expect(await factorOf('admin')).toEqual({ isOn: true, mayAskReset: true, reset: null })
  await city.as('admin').done('people.askReset', lost())
  expect(await city.as('admin').refused('people.decideReset', decide(true)))
    .toEqual({ code: 'people.sameHands' })
  expect(await city.as('admin2').refused('people.askReset', lost()))
    .toEqual({ code: 'people.resetAsked' })
  expect(await statusWith(city, cookie)).toBe(200)
  expect(await factorOf('admin2')).toMatchObject({
    mayAskReset: false,
    reset: { askedBy: '测试admin', reason: '手机丢了', mayDecide: true },
  })
  expect((await factorOf('admin'))?.reset?.mayDecide).toBe(false)
  // The person hears of it at once, in case that is not what they want; so does whoever may confirm.
  expect(await city.holding(cookie).ask('notices.mine', {}))
    .toMatchObject({ notices: [{ kind: 'people.resetAsked', words: '测试staff' }] })
  expect(await inbox('admin2')).toEqual([['people.resetAsked', '测试staff']])

  await city.as('admin2').done('people.decideReset', decide(true))
  expect(await statusWith(city, cookie)).toBe(401)
  city.time.now += 61_000
  expect(await city.as('staff').ask('identity.me', {})).toMatchObject({ factor: 'off' })
  expect((await inbox('staff'))[0]).toEqual(['people.factorReset', null])
  expect(await acts()).toEqual([
    { act: 'people.askReset', actorId: admin, ref: staff, reason: '手机丢了' },
    { act: 'people.decideReset', actorId: admin2, ref: staff, reason: '手机丢了' },
  ])
  expect(await city.as('admin2').refused('people.decideReset', decide(true)))
    .toEqual({ code: 'people.resetOver' })
  expect(await city.as('admin').refused('people.askReset', lost())).toEqual({ code: 'people.factorOff' })
})

it('of two admins who confirm at once one does', async () => {
  await city.as('admin').done('people.askReset', lost())
  const third = city.holding(await city.signIn(city.phoneOf('resident')))
  const replies = await Promise.all([city.as('admin2'), third].map(each =>
    each.sendOne('people.decideReset', decide(true))))
  expect(replies.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused'])
})

it('a reset can be declined, by who asked too, and lapses after three days', async () => {
  await city.as('admin').done('people.askReset', lost())
  await city.as('admin').done('people.decideReset', decide(false))
  expect(await factorOf('admin2')).toEqual({ isOn: true, mayAskReset: true, reset: null })
  await city.as('admin').done('people.askReset', lost())
  city.time.now += 3 * DAY
  const admin = await city.signIn(city.phoneOf('admin'))
  const admin2 = await city.signIn(city.phoneOf('admin2'))
  expect(await city.holding(admin2).refused('people.decideReset', decide(true)))
    .toEqual({ code: 'people.resetOver' })
  await city.holding(admin2).done('people.askReset', lost())
  await city.holding(admin).done('people.decideReset', decide(true))
})

it('nobody resets their own, staff nobody\'s, and of riders there is none', async () => {
  expect(await city.as('admin').refused('people.askReset', { ...lost(), accountId: city.ids.admin }))
    .toEqual({ code: 'people.oneself' })
  expect(await city.as('staff2').refused('people.askReset', lost()))
    .toEqual({ code: 'command.notForYourRole' })
  expect(await city.as('admin').refused('people.askReset', { ...lost(), accountId: city.ids.rider }))
    .toEqual({ code: 'people.factorOff' })
  const asked = { admin: city.ids.rider, staff2: city.ids.staff } as const
  for (const [name, accountId] of Object.entries(asked) as [keyof typeof asked, string][])
    expect(await city.as(name).ask('people.one', { accountId })).not.toHaveProperty('factor')
})

it('the operator resets it where no two admins can; that is in the audit, and the person told', async () => {
  const type = (...words: string[]) => runWord(city.database, readArgs(words), city.time.now)
  const phone = city.phoneOf('staff')
  await expect(type('reset-factor', phone)).rejects.toThrow('Two admins can do that in the app')
  expect(await acts()).toEqual([])
  await city.database.run(`update posts set ended_at = 1 where kind = 'admin' and
    account_id <> '${city.ids.admin}'`)
  expect(await type('reset-factor', phone)).toBe(
    '测试staff (138****0006) sets up a second factor anew after the next sign-in.',
  )
  expect(await acts()).toEqual([
    { act: 'people.resetFactor', actorId: 'operator', ref: city.ids.staff, reason: 'on the server' },
  ])
  await expect(type('reset-factor', phone)).rejects.toThrow('has no second factor')
  city.time.now += 61_000
  expect(await statusWith(city, cookie)).toBe(401)
  expect((await inbox('staff'))[0]).toEqual(['people.factorReset', null])
})
