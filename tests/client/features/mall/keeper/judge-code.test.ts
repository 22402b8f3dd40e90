import type { Known } from '#client/features/mall/keeper/judge-code.ts'
import { isSignedBy, isSignedInScript } from '#client/app/device/signature.ts'
import { judgeCode, judgeOrder } from '#client/features/mall/keeper/judge-code.ts'
import { readPickUp } from '#shared/mall/pick-up.ts'
import { afterEach, expect, it, vi } from 'vitest'
import { flips } from '../../../../support/known-keys.ts'
import { codeOf, DAY_MS, desk, ids, known, NOON, order, publicKeyText } from './signed.ts'

afterEach(() => vi.restoreAllMocks())

const PREFIX = 'bee:p:'
const bytesOf = (code: string) => new Uint8Array(Buffer.from(code.slice(PREFIX.length), 'base64url'))
/** As on phones whose browser has never heard of Ed25519. */
const forgetEd25519 = () =>
  vi
    .spyOn(crypto.subtle, 'importKey')
    .mockRejectedValue(new DOMException('Unrecognized name.', 'NotSupportedError'))

it('a code of ours, for this station and in time, says what to hand over', async () => {
  expect(await judgeCode(codeOf(), known())).toEqual({
    isGood: true,
    goods: { orderId: ids.order, number: 31, name: '毛巾', photo: null, count: 2, day: null },
  })
})

it('an order made after the keeper lost the network is handed over by what its code says', async () => {
  const verdict = await judgeCode(codeOf({ count: 1 }), known({ desk: desk() }))
  expect(verdict).toMatchObject({ isGood: true, goods: { number: null, name: '毛巾', count: 1 } })
})

it.each([
  ['the browser knows Ed25519', false],
  ['it does not', true],
])('no bit of a code can be another, where %s', async (_where, isOld) => {
  if (isOld) forgetEd25519()
  const bytes = bytesOf(codeOf())
  const accepted: string[] = []
  for (const flipped of flips(bytes)) {
    const code = PREFIX + Buffer.from(flipped).toString('base64url')
    if ((await judgeCode(code, known({ desk: desk() }))).isGood) accepted.push(code)
  }
  expect(bytes.length).toBe(123)
  expect(accepted).toEqual([])
  expect((await judgeCode(codeOf(), known())).isGood).toBe(true)
})

it('browser and script agree on every flipped bit of signed bytes, signature and key', async () => {
  const { signed, signature } = readPickUp(codeOf())!
  const key = new Uint8Array(Buffer.from(publicKeyText, 'base64url'))
  const cases = [
    [key, signed, signature] as const,
    ...flips(signed).map(other => [key, other, signature] as const),
    ...flips(signature).map(other => [key, signed, other] as const),
    ...flips(key).map(other => [other, signed, signature] as const),
  ]
  const verdicts = await Promise.all(cases.map(async ([publicKey, bytes, sig]) => [
    await isSignedBy(Buffer.from(publicKey).toString('base64url'), bytes, sig),
    await isSignedInScript(publicKey, bytes, sig),
  ]))
  expect(verdicts[0]).toEqual([true, true])
  expect(verdicts.slice(1).filter(([native, script]) => native || script)).toEqual([])
})

const nos: [string, string, Partial<Known>, string | RegExp][] = [
  ['any other text', 'https://example.com/', {}, '这不是领取码'],
  ['a key this phone has not heard of', codeOf({ keyId: 9 }), {}, '现在核对不了这个码'],
  ['another station\'s', codeOf({ stationId: ids.lake }), {}, '这件要在别的驿站领取'],
  ['another of the keeper\'s own stations', codeOf({ stationId: ids.market }), {}, '这件要在集市驿站领取'],
  ['one that has run out', codeOf({ expires: NOON - 60_000 }), { desk: desk() }, '过了领取时间'],
  ['tomorrow\'s meal', codeOf({ day: '2026-11-24' }), { desk: desk() }, /这份餐是明天的，当天再来/],
  ['yesterday\'s meal', codeOf({ day: '2026-11-22' }), { desk: desk() }, /已经过了/],
  ['one handed over on this phone', codeOf(), { used: new Set([ids.order]) }, '在这台手机上已经交付过了'],
  [
    'one handed over elsewhere',
    codeOf(),
    { desk: desk(order({ state: 'handedOver', closedAt: NOON - 60_000 })) },
    '这次兑换已领取（11:59）',
  ],
  [
    'a cancelled one',
    codeOf(),
    { desk: desk(order({ state: 'cancelled', closedAt: NOON - 60_000 })) },
    '这次兑换已取消',
  ],
  ['the keeper\'s own', codeOf(), { own: new Set([ids.order]) }, '要由另一位驿站管理员交付'],
  [
    'one of which the server has just said nothing',
    codeOf(),
    { desk: desk(), isDeskFresh: true },
    '这次兑换已经结束',
  ],
  ['an item the phone has never seen', codeOf({ itemId: ids.lake }), { desk: desk() }, '查不到这件商品'],
]
it.each(nos)('%s is refused in words', async (_what, code, changes, words) => {
  expect(await judgeCode(code, known(changes))).toMatchObject({
    isGood: false,
    words: typeof words === 'string' ? expect.stringContaining(words) : expect.stringMatching(words),
  })
})

it('a code for another of the keeper\'s stations says which, so that one tap goes there', async () => {
  expect(await judgeCode(codeOf({ stationId: ids.market }), known())).toMatchObject({ stationId: ids.market })
})

it('an order that the server named for its digits is judged the same way', () => {
  expect(judgeOrder(order(), known()).isGood).toBe(true)
  expect(judgeOrder(order(), known({ used: new Set([ids.order]) })).isGood).toBe(false)
  expect(judgeOrder(order({ pickUpBy: NOON - 1 }), known()).isGood).toBe(false)
  expect(judgeOrder(order({ day: '2026-11-23', pickUpBy: NOON + DAY_MS }), known()).isGood).toBe(true)
})
