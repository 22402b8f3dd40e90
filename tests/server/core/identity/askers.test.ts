import type { TestCity } from '../../../support/city.ts'
import { expect, it } from 'vitest'
import { otherThan } from '../../../support/factor.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { cookiesIn, lastCode, NEWCOMER, phoneAt } from './doors.ts'

const MINUTE = 60_000
let city: TestCity
freshCity(fresh => void (city = fresh), { TRUST_PROXY: '1' })

const stranger = (n = 1) => phoneAt(city, `198.51.100.${n}`)
/** Asks for a code: the browser's cookies from then on, and the code. */
async function ask(cookie?: string): Promise<{ mine: string, code: string }> {
  const asked = await phoneAt(city).askCode(NEWCOMER, cookie)
  expect(asked.status).toBe(200)
  return { mine: cookiesIn(asked.headers), code: lastCode(city, NEWCOMER) }
}
/** The cookies of a browser that has signed in and out again. */
async function known(): Promise<string> {
  const { mine, code } = await ask()
  const signed = await phoneAt(city).enter(NEWCOMER, code, mine)
  return cookiesIn(signed.headers).split('; ').find(cookie => cookie.startsWith('bee-known='))!
}

it('a code survives a stranger who asks for one for the same number, and what they guess', async () => {
  const { mine, code } = await ask()
  city.time.now += MINUTE
  expect((await stranger().askCode(NEWCOMER)).status).toBe(200)
  for (let guess = 0; guess < 10; guess++) await stranger().enter(NEWCOMER, otherThan(code))
  expect((await phoneAt(city).enter(NEWCOMER, code, mine)).status).toBe(200)
})

it('who asked may also type the newer code that a stranger had sent to the same phone', async () => {
  const { mine } = await ask()
  city.time.now += MINUTE
  await stranger().askCode(NEWCOMER)
  expect((await phoneAt(city).enter(NEWCOMER, lastCode(city, NEWCOMER), mine)).status).toBe(200)
})

it('a stranger who asks gets no guess more at the code of another', async () => {
  const { mine, code } = await ask()
  city.time.now += MINUTE
  const theirs = cookiesIn((await stranger().askCode(NEWCOMER)).headers)
  for (let guess = 0; guess < 5; guess++) await stranger().enter(NEWCOMER, otherThan(code), theirs)
  expect((await stranger().enter(NEWCOMER, code, theirs)).body.code).toBe('session.codeSpent')
  expect((await phoneAt(city).enter(NEWCOMER, code, mine)).status).toBe(200)
})

it('asked again in the same browser only the newer code holds; used, all of the phone are gone', async () => {
  const first = await ask()
  city.time.now += MINUTE
  const { code, mine } = await ask(first.mine)
  if (code !== first.code)
    expect((await phoneAt(city).enter(NEWCOMER, first.code, mine)).body.code).toBe('session.codeWrong')
  city.time.now += MINUTE
  await stranger().askCode(NEWCOMER)
  const theirs = lastCode(city, NEWCOMER)
  expect((await phoneAt(city).enter(NEWCOMER, code, mine)).status).toBe(200)
  for (const gone of [code, theirs])
    expect((await phoneAt(city).enter(NEWCOMER, gone, mine)).body.code).toBe('session.codeWrong')
})

it('a browser that knows the number gets its codes, however many strangers ask for', async () => {
  const here = await known()
  for (let n = 0; n < 4; n++, city.time.now += MINUTE)
    expect((await stranger(n).askCode(NEWCOMER)).status).toBe(200)
  expect((await stranger(6).askCode(NEWCOMER)).body.code).toBe('session.cap.phone')
  expect((await phoneAt(city).askCode(NEWCOMER)).body.code).toBe('session.cap.phone')
  const { code } = await ask(here)
  expect((await phoneAt(city).askCode(NEWCOMER, here)).body.code).toBe('session.cap.wait')
  expect((await phoneAt(city).enter(NEWCOMER, code, here)).status).toBe(200)
})

it('a known browser has its own five an hour, and is not kept waiting by a stranger\'s code', async () => {
  const here = await known()
  expect((await stranger().askCode(NEWCOMER)).status).toBe(200)
  for (let n = 0; n < 5; n++, city.time.now += MINUTE) await ask(here)
  expect((await phoneAt(city).askCode(NEWCOMER, here)).body.code).toBe('session.cap.phone')
})

it('neighbours of one address keep nobody out who has asked, or has been here before', async () => {
  const here = await known()
  for (let n = 0; n < 20; n++) await phoneAt(city).askCode(`1380002${String(n).padStart(4, '0')}`)
  for (let guess = 0; guess < 50; guess++) await phoneAt(city).enter('13800020000', '000000')
  expect((await phoneAt(city).askCode('13800020099')).body.code).toBe('session.cap.address')
  expect((await phoneAt(city).enter('13800020099', '000000')).body.code).toBe('session.guessedTooOften')
  const { code } = await ask(here)
  expect((await phoneAt(city).enter(NEWCOMER, code, here)).status).toBe(200)
})

it('a mark of another number, or one that nobody gave, makes a stranger', async () => {
  const here = await known()
  const made = ['0'.repeat(64), encodeURIComponent('é'.repeat(64))].map(value => `bee-known=${value}`)
  for (const mark of [here, ...made]) {
    expect((await stranger().askCode('13800020001', mark)).status).toBe(200)
    expect((await stranger().askCode('13800020001', mark)).body.code).toBe('session.cap.wait')
    expect((await stranger().askCode('13800020001')).body.code).toBe('session.cap.wait')
    city.time.now += MINUTE
  }
})

it('the mark of a known number is stored nowhere, and names no phone', async () => {
  const here = await known()
  await ask(here)
  const stored = JSON.stringify([
    await city.database.run('select * from login_codes'),
    await city.database.run('select * from code_asks'),
  ])
  expect(here).toMatch(/^bee-known=[0-9a-f]{64}$/)
  expect(stored).not.toContain(here.slice('bee-known='.length))
})
