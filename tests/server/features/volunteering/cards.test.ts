import type { CardLine } from '#shared/volunteering/cards.ts'
import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { KEY_PERIOD_MS, rotateKeys } from '#server/core/keys/index.ts'
import { teams } from '#server/core/teams/tables.ts'
import { volunteerCards, volunteerHours } from '#server/features/volunteering/tables.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMUNITY, openTestCity } from '../../../support/city.ts'
import { hold } from './held-activity.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

/** The rider came twice, once for a team, and to a gathering. */
async function volunteered() {
  const team = {
    id: randomUUID(),
    name: '晨光小队',
    trade: 'meal',
    words: '',
    areaId: COMMUNITY,
    foundedAt: 0,
    foundedBy: city.ids.staff,
  } as const
  await city.database.transact(tx => tx.insert(teams).values(team))
  const held = [
    await hold(city, { state: 'finished', endWords: '谢谢大家' }),
    await hold(city, { state: 'finished', endWords: '' }),
    await hold(city, { kind: 'birthday' }),
  ]
  for (const { enter } of held) await enter('rider', 'came')
  const row = { accountId: city.ids.rider, countedAt: city.time.now }
  await city.database.transact(tx => tx.insert(volunteerHours).values([
    { ...row, activityId: held[0]!.id, minutes: 120, day: '2026-09-12', teamId: team.id },
    { ...row, activityId: held[1]!.id, minutes: 45, day: '2026-11-02' },
  ]))
}

async function made(lines: CardLine[], cardId = randomUUID()) {
  await city.as('rider').done('cards.make', { cardId, lines })
  return (await city.as('rider').ask('cards.mine', {})).cards.find(({ id }) => id === cardId)!
}

/** As anybody asks, who has not signed in. */
async function checked(code: string) {
  const input = encodeURIComponent(JSON.stringify({ code }))
  const answer = await city.fetchAs(undefined)(`/api/queries/cards.check?input=${input}`)
  expect(answer.status).toBe(200)
  return await answer.json() as { isGenuine: boolean, words?: unknown, madeAt?: number }
}

it('says to anybody what its holder chose, as it was then, and no more', async () => {
  await volunteered()
  const { words } = await city.as('rider').ask('cards.mine', {})
  expect(words).toEqual({
    name: expect.any(String),
    minutes: 165,
    kinds: [{ kind: 'volunteering', times: 2 }, { kind: 'birthday', times: 1 }],
    teams: ['晨光小队'],
    thanks: 1,
    since: '2026-09',
  })
  const { code } = await made(['hours', 'since'])
  const says = { isGenuine: true, words: { minutes: 165, since: '2026-09' }, madeAt: city.time.now }
  expect(await checked(code)).toEqual(says)
  await city.database.transact(tx => tx.update(volunteerHours).set({ minutes: 15 }))
  expect(await checked(code)).toEqual(says)
  expect((await made(['name', 'teams', 'thanks', 'kinds'])).words).toEqual({
    name: words.name,
    teams: ['晨光小队'],
    thanks: 1,
    kinds: words.kinds,
  })
})

it('a code with any one bit flipped is refused', async () => {
  const { code } = await made(['hours'])
  const bytes = Buffer.from(code, 'base64url')
  expect(bytes.toString('base64url')).toBe(code)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    expect(await checked(flipped.toString('base64url')), `bit ${bit}`).toEqual({ isGenuine: false })
  }
  const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
  for (const last of others.filter(each => !code.endsWith(each)))
    expect(await checked(code.slice(0, -1) + last), last).toEqual({ isGenuine: false })
  for (const odd of ['', 'x', code.slice(1), `${code}A`, code.toLowerCase(), `${code}==`])
    expect(await checked(odd), odd).toEqual({ isGenuine: false })
  expect(await checked(code)).toMatchObject({ isGenuine: true })
})

it('is withdrawn by its holder, offline too, and by nobody else', async () => {
  const { id, code } = await made(['hours'])
  expect(await city.as('rider2').refused('cards.withdraw', { cardId: id })).toEqual({ code: 'cards.unknown' })
  expect(await city.as('rider').later(3_600_000, 'cards.withdraw', { cardId: id }))
    .toMatchObject({ status: 'accepted' })
  expect(await checked(code)).toEqual({ isGenuine: true, words: null, madeAt: city.time.now })
  expect((await city.as('rider').ask('cards.mine', {})).cards)
    .toMatchObject([{ id, withdrawnAt: city.time.now }])
  await city.as('rider').done('cards.withdraw', { cardId: id })
})

it('holds good after the city\'s key has changed twice', async () => {
  const { code } = await made(['hours'])
  for (let i = 0; i < 2; i++) {
    city.time.now += KEY_PERIOD_MS
    await rotateKeys(city.database, city.time.now)
  }
  expect(await checked(code)).toMatchObject({ isGenuine: true, words: { minutes: 0 } })
})

it('an id makes one card, whoever sends it', async () => {
  const { id } = await made(['hours'])
  expect(await city.as('rider2').refused('cards.make', { cardId: id, lines: ['hours'] }))
    .toEqual({ code: 'cards.idTaken' })
  expect((await city.as('rider2').ask('cards.mine', {})).cards).toEqual([])
})

it('goes with the account: its page says withdrawn; the export has it until then', async () => {
  const { code } = await made(['hours'])
  expect(JSON.stringify(await city.as('rider').ask('identity.export', {}))).toContain(code)
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await city.database.read.$count(volunteerCards)).toBe(0)
  expect(await checked(code)).toMatchObject({ isGenuine: true, words: null })
})
