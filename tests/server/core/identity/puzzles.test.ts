import type { TestCity } from '../../../support/city.ts'
import { isSolution, solve } from '#shared/identity/puzzle.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { cookiesIn, lastCode, NEWCOMER, phoneAt, solved } from './doors.ts'

const MINUTE = 60_000
const HALF = 4
let city: TestCity
freshCity(fresh => void (city = fresh), { TRUST_PROXY: '1', CODES_PER_DAY: String(2 * HALF) })

/** Somebody has the first half of the city's codes sent to other numbers. */
async function useUpHalf(left = HALF) {
  for (let n = 0; n < left; n++)
    expect((await phoneAt(city, `198.51.100.${n}`).askCode(`1380002000${n}`)).status).toBe(200)
}
async function puzzleFor(phone = NEWCOMER, address?: string): Promise<string> {
  const { status, body } = await phoneAt(city, address).askCode(phone)
  expect([status, body.code]).toEqual([428, 'session.puzzle'])
  return body.puzzle as string
}

it('past half of the city\'s codes a newcomer\'s phone works for one, and gets it', async () => {
  await useUpHalf()
  const puzzle = await puzzleFor()
  const sent = city.sent.length
  const asked = await phoneAt(city).askCode(NEWCOMER, undefined, solved(puzzle))
  expect([asked.status, city.sent.length]).toEqual([200, sent + 1])
  const code = lastCode(city, NEWCOMER)
  expect((await phoneAt(city).enter(NEWCOMER, code, cookiesIn(asked.headers))).status).toBe(200)
})

it('a phone finds the least number that solves a puzzle', () => {
  expect(solve('puzzle 26')).toBe(solved('puzzle 26').solution)
})

it('a wrong solution, another number\'s or address\'s, an old or an invented puzzle is none', async () => {
  await useUpHalf()
  const puzzle = await puzzleFor()
  const right = solved(puzzle)
  let wrong = 0
  while (isSolution(puzzle, wrong)) wrong++
  const refused = async (given: typeof right, phone = NEWCOMER, address?: string) =>
    expect((await phoneAt(city, address).askCode(phone, undefined, given)).body.code).toBe('session.puzzle')
  await refused({ puzzle, solution: wrong })
  await refused(right, '13800020099')
  await refused(right, NEWCOMER, '198.51.100.99')
  await refused(solved(`${city.time.now}.${'0'.repeat(64)}`))
  await refused(solved('a puzzle of nobody'))
  city.time.now += 5 * MINUTE
  await refused(right)
})

it('a browser that is known for its number asks without any work', async () => {
  const first = await phoneAt(city).askCode(NEWCOMER)
  const signed = await phoneAt(city).enter(NEWCOMER, lastCode(city, NEWCOMER), cookiesIn(first.headers))
  const known = cookiesIn(signed.headers).split('; ').find(cookie => cookie.startsWith('bee-known='))!
  await useUpHalf(HALF - 1)
  expect((await phoneAt(city).askCode(NEWCOMER, known)).status).toBe(200)
  await puzzleFor('13800020098')
})

it('one solution serves one number only as often as the number may ask', async () => {
  await useUpHalf()
  const given = solved(await puzzleFor())
  expect((await phoneAt(city).askCode(NEWCOMER, undefined, given)).status).toBe(200)
  expect((await phoneAt(city).askCode(NEWCOMER, undefined, given)).body.code).toBe('session.cap.wait')
})
