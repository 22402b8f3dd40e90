import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { nudgeTerms } from '#server/features/people/notices.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

let city: TestCity
freshCity(given => void (city = given))

type Give = CommandInput<'people.give'>
const give = (more: Partial<Give> = {}): Give => ({
  postId: randomUUID(),
  phone: city.phoneOf('rider3'),
  kind: 'laneAdviser',
  scope: COMMUNITY,
  reason: '熟悉小巷',
  ...more,
})
const told = async (name: PersonName) => {
  const { notices } = await city.as(name).ask('notices.mine', {})
  return notices
    .filter(({ kind }) => kind.startsWith('people.'))
    .map(({ kind, words, ref }) => [kind, words, ref])
}

it('whoever gets and loses a post is told which, where, for how long and why', async () => {
  const year = new Date(city.time.now).getUTCFullYear() + 1
  const from = startOfDay(`${year}-03-01`)
  const given = give({ from, until: startOfDay(`${year}-07-01`) })
  await city.as('staff').done('people.give', given)
  const place = (await city.as('rider').ask('identity.me', {})).areaName
  const post = `小巷顾问（${place}），${year}年3月1日起，到 ${year}年6月30日`
  expect(await told('rider3')).toEqual([['people.given', post, given.postId]])
  await city.as('staff').done('people.end', { postId: given.postId, reason: '搬走了' })
  expect(await told('rider3')).toEqual([
    ['people.ended', `${post}，原因：搬走了`, given.postId],
    ['people.given', post, given.postId],
  ])
  expect(await told('staff')).toEqual([])
})

it('other admins are told that a post waits for them; its holder only when it holds', async () => {
  const given = give({ kind: 'admin', scope: '4201', reason: '加强力量' })
  await city.as('admin').done('people.give', given)
  expect([await told('rider3'), await told('admin')]).toEqual([[], []])
  expect(await told('admin2')).toEqual([[
    'people.toConfirm',
    '测试rider3任市级管理员，测试admin提交，原因：加强力量',
    city.ids.rider3,
  ]])
  const pending = async (by: PersonName) => (await city.as(by).ask('people.pending', {}))
    .map(({ name, givenBy, mayConfirm }) => [name, givenBy, mayConfirm])
  expect(await pending('admin')).toEqual([['测试rider3', '测试admin', false]])
  expect(await pending('admin2')).toEqual([['测试rider3', '测试admin', true]])
  await city.as('admin2').done('people.confirm', { postId: given.postId })
  expect(await pending('admin2')).toEqual([])
  city.time.now += 61_000
  const { notices } = await city.holding(await city.signIn(city.phoneOf('rider3'))).ask('notices.mine', {})
  expect(notices).toMatchObject([{ kind: 'people.given', words: '市级管理员（武汉市）' }])
})

it('an admin\'s post that is not confirmed ends without a word to its holder', async () => {
  const given = give({ kind: 'admin', scope: '4201' })
  await city.as('admin').done('people.give', given)
  await city.as('admin2').done('people.end', { postId: given.postId, reason: '人选不合适' })
  expect([await told('rider3'), await city.as('admin').ask('people.pending', {})]).toEqual([[], []])
})

it('everybody of a table is told; of a dry run nobody', async () => {
  const { postId, phone } = give()
  const row = { postId, phone: phone!, name: '', kind: '小巷顾问', scope: COMMUNITY }
  const table = { rows: [row], reason: '名单' }
  await city.as('admin').done('people.import', { ...table, dryRun: true })
  expect(await told('rider3')).toEqual([])
  await city.as('admin').done('people.import', { ...table, dryRun: false })
  expect(await told('rider3')).toMatchObject([['people.given', expect.any(String), row.postId]])
})

it('a keeper\'s post, given, brought in, ended or run out, nudges the desks that list it', async () => {
  await doorOf(city)
  const seen = new Set<string>()
  const stop = city.changes.subscribe(({ to, names }) =>
    void (to === '*' && names.forEach(name => seen.add(name))))
  async function nudged(act: () => Promise<unknown>) {
    seen.clear()
    await act()
    await expect.poll(() => [...seen])
      .toEqual(expect.arrayContaining(['people.find', 'people.one', 'stations.detail', 'stations.book']))
  }
  const { phone } = give()
  const given = give({ kind: 'keeper', scope: STATIONS.bridge.id })
  await nudged(() => city.as('admin').done('people.give', given))
  await nudged(() => city.as('admin').done('people.end', { postId: given.postId, reason: '换班' }))
  const scope = String(STATIONS.bridge.number)
  const row = { postId: randomUUID(), phone: phone!, name: '', kind: 'keeper', scope }
  await nudged(() => city.as('admin').done('people.import', { rows: [row], reason: '名单', dryRun: false }))
  const { now } = city.time
  const term = { from: now + 60_000, until: now + 120_000 }
  const later = give({ kind: 'keeper', scope: STATIONS.bridge.id, phone: city.phoneOf('rider2'), ...term })
  await city.as('admin').done('people.give', later)
  for (const turn of [term.from, term.until]) {
    city.time.now = turn
    await nudged(() => nudgeTerms(city, turn - 60_000))
  }
  stop()
})
