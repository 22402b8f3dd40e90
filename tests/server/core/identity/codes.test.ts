import type { TestCity } from '../../../support/city.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { otherThan } from '../../../support/factor.ts'
import { cookieIn, lastCode, NEWCOMER, phoneAt, solved } from './doors.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
let city: TestCity
beforeEach(async () => {
  city = await openTestCity({ TRUST_PROXY: '1' })
})
afterEach(() => city.close())

const numbered = (n: number) => `1380001${String(n).padStart(4, '0')}`

it('a rider asks for a code and gets six digits by SMS, never in the answer', async () => {
  const asked = await phoneAt(city).askCode(NEWCOMER)
  expect(asked).toMatchObject({ status: 200, body: { sent: true, resendAfterS: 60 } })
  expect(asked.body).not.toHaveProperty('demoCode')
  expect(asked.headers.get('cache-control')).toBe('no-store')
  expect(lastCode(city, NEWCOMER)).toMatch(/^\d{6}$/)
})

it('a known number and an unknown one get the same answer', async () => {
  const [known, unknown] = [
    await phoneAt(city).askCode(city.phoneOf('rider')),
    await phoneAt(city).askCode(NEWCOMER),
  ]
  expect(known.status).toBe(unknown.status)
  expect(known.body).toEqual(unknown.body)
})

it.each(['+86 138 0000 0999', '1３８ 0000-0999', '0086 13800000999'])(
  '%s is the same number, and counted with it',
  async (phone) => {
    expect((await phoneAt(city).askCode(phone)).status).toBe(200)
    expect(city.sent.map(({ phone }) => phone)).toEqual(['13800000999'])
    expect((await phoneAt(city).askCode('13800000999')).status).toBe(429)
    const code = lastCode(city, '13800000999')
    const pasted = `【小蜜蜂】验证码 ${code}，5 分钟内有效。`
    expect((await phoneAt(city).enter(phone, pasted)).status).toBe(200)
  },
)

it('a demo shows the code in its answer', async () => {
  const demo = await openTestCity({ DEMO: '1' })
  expect((await phoneAt(demo).askCode(NEWCOMER)).body).toEqual({
    sent: true,
    resendAfterS: 60,
    demoCode: lastCode(demo, NEWCOMER),
  })
  await demo.close()
})

it('what is no number or no code opens no session, and counts as no guess', async () => {
  await phoneAt(city).askCode(NEWCOMER)
  const wrong = [[NEWCOMER, '12345'], [NEWCOMER, '12345x'], ['1380000000', '123456']] as const
  for (const [phone, code] of wrong) {
    expect(await phoneAt(city).enter(phone, code)).toMatchObject({
      status: 400,
      body: { code: 'session.codeMalformed' },
    })
  }
  expect(await phoneAt(city).enter(NEWCOMER, lastCode(city, NEWCOMER))).toMatchObject({ status: 200 })
})

it.each(['12800000000', '1380000000', '138000000011', '+14155550100', '', 13800000001])(
  '%s is no mainland mobile number, and no SMS goes there',
  async (phone) => {
    const asked = await phoneAt(city).askCode(phone as string)
    expect(asked).toMatchObject({
      status: 400,
      body: { code: 'session.phoneWrong', message: expect.stringMatching(/手机号/) },
    })
    expect(city.sent).toEqual([])
  },
)

it('the database holds neither the code nor the address, only digests keyed by the secret', async () => {
  await phoneAt(city, '203.0.113.99').askCode(NEWCOMER)
  const kept = JSON.stringify([
    await city.database.run('select * from login_codes'),
    await city.database.run('select * from code_asks'),
  ])
  expect(kept).not.toContain(`"${lastCode(city, NEWCOMER)}"`)
  expect(kept).not.toContain('203.0.113.99')
  expect(await city.database.run('select digest from login_codes')).toEqual([
    { digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
})

describe('a code', () => {
  beforeEach(() => phoneAt(city).askCode(NEWCOMER))

  it('signs in once, and never again', async () => {
    const code = lastCode(city, NEWCOMER)
    expect(await phoneAt(city).enter(NEWCOMER, code)).toMatchObject({
      status: 200,
      body: { me: { role: 'courier', phoneHint: '138****1234', registeredAt: null } },
    })
    expect(await phoneAt(city).enter(NEWCOMER, code)).toMatchObject({
      status: 403,
      body: { code: 'session.codeWrong' },
    })
  })

  it('tried ten times at the same moment signs in one phone', async () => {
    const code = lastCode(city, NEWCOMER)
    const tries = await Promise.all(Array.from({ length: 10 }, () => phoneAt(city).enter(NEWCOMER, code)))
    expect(tries.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('holds for five minutes and not a moment longer', async () => {
    city.time.now += 5 * MINUTE - 1
    const late = lastCode(city, NEWCOMER)
    city.time.now += 1
    expect(await phoneAt(city).enter(NEWCOMER, late)).toMatchObject({
      status: 403,
      body: { code: 'session.codeWrong', message: expect.stringContaining('重新获取') },
    })
    await phoneAt(city).askCode(NEWCOMER)
    city.time.now += 5 * MINUTE - 1
    expect((await phoneAt(city).enter(NEWCOMER, lastCode(city, NEWCOMER))).status).toBe(200)
  })

  it('is void after five wrong guesses, even for somebody who then types it right', async () => {
    const code = lastCode(city, NEWCOMER)
    for (let guess = 1; guess <= 4; guess++)
      expect((await phoneAt(city).enter(NEWCOMER, otherThan(code))).body.code).toBe('session.codeWrong')
    expect((await phoneAt(city).enter(NEWCOMER, otherThan(code))).body.code).toBe('session.codeSpent')
    expect(await phoneAt(city).enter(NEWCOMER, code)).toMatchObject({
      status: 403,
      body: { code: 'session.codeSpent' },
    })
  })

  it('survives guesses of strangers: whoever asked for it has five guesses of their own', async () => {
    city.time.now += MINUTE
    const asked = await phoneAt(city).askCode(NEWCOMER)
    const [mine, code] = [cookieIn(asked.headers), lastCode(city, NEWCOMER)]
    for (let guess = 1; guess <= 10; guess++)
      await phoneAt(city, '198.51.100.1').enter(NEWCOMER, otherThan(code))
    expect((await phoneAt(city, '198.51.100.1').enter(NEWCOMER, code)).body.code).toBe('session.codeSpent')
    for (let guess = 1; guess <= 4; guess++)
      expect((await phoneAt(city).enter(NEWCOMER, otherThan(code), mine)).body.code).toBe('session.codeWrong')
    expect((await phoneAt(city).enter(NEWCOMER, code, mine)).status).toBe(200)
  })

  it('may be guessed at fifty times an hour from one address, whatever phones are named', async () => {
    const tries = []
    for (let guess = 0; guess < 70; guess++)
      tries.push((await phoneAt(city, '198.51.100.2').enter(numbered(guess % 90), '000000')).status)
    expect(tries.slice(0, 50).every(status => status === 403)).toBe(true)
    expect(tries.slice(50).every(status => status === 429)).toBe(true)
    expect(await phoneAt(city, '198.51.100.2').enter(NEWCOMER, lastCode(city, NEWCOMER))).toMatchObject({
      status: 429,
      body: {
        code: 'session.guessedTooOften',
        retryAfterS: 3600,
        message: expect.stringContaining('1 小时后'),
      },
    })
    expect((await phoneAt(city).enter(NEWCOMER, lastCode(city, NEWCOMER))).status).toBe(200)
    city.time.now += HOUR
    expect((await phoneAt(city, '198.51.100.2').enter(NEWCOMER, '000000')).status).toBe(403)
  })

  it('still works at the fifth guess', async () => {
    const code = lastCode(city, NEWCOMER)
    for (let guess = 1; guess <= 4; guess++) await phoneAt(city).enter(NEWCOMER, otherThan(code))
    expect((await phoneAt(city).enter(NEWCOMER, code)).status).toBe(200)
  })

  it('guessed by fifty at once gets five guesses, no more', async () => {
    const code = lastCode(city, NEWCOMER)
    const tries = await Promise.all(
      Array.from({ length: 50 }, () => phoneAt(city).enter(NEWCOMER, otherThan(code))),
    )
    expect(tries.filter(({ body }) => body.code === 'session.codeWrong')).toHaveLength(4)
    expect(tries.filter(({ body }) => body.code === 'session.codeSpent')).toHaveLength(46)
  })

  it('of another phone signs nobody in', async () => {
    await phoneAt(city).askCode(numbered(1))
    expect((await phoneAt(city).enter(numbered(1), lastCode(city, NEWCOMER))).status).toBe(403)
  })

  it('is replaced by a newer one of the same browser', async () => {
    city.time.now += MINUTE
    const mine = cookieIn((await phoneAt(city).askCode(NEWCOMER)).headers)
    const old = lastCode(city, NEWCOMER)
    city.time.now += MINUTE
    await phoneAt(city).askCode(NEWCOMER, mine)
    const fresh = lastCode(city, NEWCOMER)
    if (old !== fresh) expect((await phoneAt(city).enter(NEWCOMER, old, mine)).status).toBe(403)
    expect((await phoneAt(city).enter(NEWCOMER, fresh, mine)).status).toBe(200)
  })
})

describe('so that nobody is pestered and no money burnt, there is', () => {
  it('one code a minute for a phone, and the answer says how long to wait', async () => {
    await phoneAt(city).askCode(NEWCOMER)
    city.time.now += 20_000
    const again = await phoneAt(city).askCode(NEWCOMER)
    expect(again).toMatchObject({
      status: 429,
      body: { code: 'session.cap.wait', retryAfterS: 40, message: expect.stringMatching(/再试/) },
    })
    expect(again.headers.get('retry-after')).toBe('40')
    city.time.now += 40_000
    expect((await phoneAt(city).askCode(NEWCOMER)).status).toBe(200)
  })

  it('no wait for somebody who has just signed in with the last one', async () => {
    await phoneAt(city).askCode(NEWCOMER)
    await phoneAt(city).enter(NEWCOMER, lastCode(city, NEWCOMER))
    expect((await phoneAt(city).askCode(NEWCOMER)).status).toBe(200)
  })

  it('a cap of five an hour and ten a day for a phone, wherever they are asked for', async () => {
    const begin = city.time.now
    const ask = (i: number) => phoneAt(city, `203.0.113.${i}`).askCode(NEWCOMER)
    for (let i = 0; i < 5; i++, city.time.now += 2 * MINUTE) expect((await ask(i)).status).toBe(200)
    expect(await ask(5)).toMatchObject({
      status: 429,
      body: { code: 'session.cap.phone', retryAfterS: 50 * 60 },
    })
    city.time.now = begin + HOUR + 10 * MINUTE
    for (let i = 0; i < 5; i++, city.time.now += 2 * MINUTE) expect((await ask(i)).status).toBe(200)
    city.time.now = begin + 3 * HOUR
    expect(await ask(6)).toMatchObject({
      status: 429,
      body: {
        code: 'session.cap.phone',
        retryAfterS: 21 * 3600,
        message: expect.stringContaining('21 小时后'),
      },
    })
    city.time.now = begin + 24 * HOUR
    expect((await ask(7)).status).toBe(200)
  })

  it('a cap of twenty an hour for an address, whatever phones are named', async () => {
    for (let i = 0; i < 20; i++)
      expect((await phoneAt(city, '198.51.100.9').askCode(numbered(i))).status).toBe(200)
    expect(await phoneAt(city, '198.51.100.9').askCode(numbered(20))).toMatchObject({
      status: 429,
      body: { code: 'session.cap.address', retryAfterS: 3600 },
    })
    expect((await phoneAt(city, '198.51.100.10').askCode(numbered(20))).status).toBe(200)
    city.time.now += HOUR
    expect((await phoneAt(city, '198.51.100.9').askCode(numbered(21))).status).toBe(200)
  })

  it('one address for a whole IPv6 network, and for what a client writes in front of the proxy', async () => {
    for (let i = 0; i < 20; i++)
      await phoneAt(city, `9.9.9.${i}, 2001:db8:1:2::${i + 1}`).askCode(numbered(i))
    expect((await phoneAt(city, '2001:db8:1:2:ffff::1').askCode(numbered(20))).body.code).toBe(
      'session.cap.address',
    )
    expect((await phoneAt(city, '2001:db8:1:3::1').askCode(numbered(20))).status).toBe(200)
  })

  it('a cap for the whole city in a day', async () => {
    const small = await openTestCity({ TRUST_PROXY: '1', CODES_PER_DAY: '3' })
    for (let i = 0; i < 2; i++)
      expect((await phoneAt(small, `203.0.113.${i}`).askCode(numbered(i))).status).toBe(200)
    const third = phoneAt(small, '203.0.113.2')
    const { body: { puzzle } } = await third.askCode(numbered(2))
    expect((await third.askCode(numbered(2), undefined, solved(puzzle))).status).toBe(200)
    expect(await phoneAt(small, '203.0.113.4').askCode(numbered(4))).toMatchObject({
      status: 429,
      body: { code: 'session.cap.city' },
    })
    await small.close()
  })

  it('no puzzle for half of them, even if thirty ask at the same moment', async () => {
    const small = await openTestCity({ TRUST_PROXY: '1', CODES_PER_DAY: '6' })
    const asked = await Promise.all(
      Array.from({ length: 30 }, (_, i) => phoneAt(small, `203.0.113.${i}`).askCode(numbered(i))),
    )
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(3)
    await small.close()
  })
})

it('asking without a proxy that is trusted, nobody can pretend to be somewhere else', async () => {
  const open = await openTestCity()
  for (let i = 0; i < 20; i++) await phoneAt(open, `203.0.113.${i}`).askCode(numbered(i))
  expect((await phoneAt(open, '203.0.113.77').askCode(numbered(20))).body.code).toBe('session.cap.address')
  await open.close()
})
