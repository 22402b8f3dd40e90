import type { Known } from '#client/kiosk/judge-pass.ts'
import type { Pass } from '#shared/proofs/passes.ts'
import type { Refusal } from '#shared/refusal.ts'
import { judgePass } from '#client/kiosk/judge-pass.ts'
import { fromBase45, toBase45 } from '#shared/proofs/base45.ts'
import { groupBits } from '#shared/stations/groups.ts'
import { expect, it } from 'vitest'
import { passHolder } from '../../support/door-codes.ts'
import { flips } from '../../support/known-keys.ts'
import { kioskView, known, NIGHT, NOON, STATION } from './at-the-door.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const admittance = (holder: string, nonce: string, at: number, isShown = true) => ({
  holder,
  nonce,
  at,
  isShown,
  entryId: 'entry',
  proof: '',
})

it('lets in a rider whose pass is ours, fresh, and held out by its own phone at this door', async () => {
  const phone = passHolder(NIGHT)
  expect(await judgePass(phone.holdOut(STATION, NIGHT), known(NIGHT))).toMatchObject({
    isGood: true,
    holder: phone.holder,
  })
})

it('of all proofs with one bit changed it accepts none', async () => {
  const bytes = fromBase45(passHolder(NIGHT).holdOut(STATION, NIGHT))!
  let accepted = 0
  for (const changed of flips(bytes)) {
    if ((await judgePass(toBase45(changed), known(NIGHT))).isGood) accepted++
  }
  expect({ bits: bytes.length * 8, accepted }).toEqual({ bits: 203 * 8, accepted: 0 })
})

interface Case {
  is: string
  at?: number
  proofAt?: number
  station?: number
  pass?: Partial<Pass>
  knows?: (holder: string) => Partial<Known>
  says: Refusal['code'] | 'open'
  ahead?: number
}
const tonight = { areaId: '420103', from: NIGHT - HOUR_MS, until: NIGHT + HOUR_MS, opens: 420, closes: 1440 }
const cases: Case[] = [
  { is: 'a proof a minute old', proofAt: NIGHT - 60_000, says: 'open' },
  { is: 'one 61 seconds old', proofAt: NIGHT - 61_000, says: 'stations.passOld' },
  { is: 'one 61 seconds ahead', proofAt: NIGHT + 61_000, says: 'stations.clockWrong', ahead: 61_000 },
  {
    is: 'a phone whose clock is ten minutes slow',
    proofAt: NIGHT - 10 * MINUTE_MS,
    says: 'stations.clockWrong',
    ahead: -10 * MINUTE_MS,
  },
  {
    is: 'a phone whose clock is ten minutes fast',
    proofAt: NIGHT + 10 * MINUTE_MS,
    says: 'stations.clockWrong',
    ahead: 10 * MINUTE_MS,
  },
  { is: 'yesterday’s picture', proofAt: NIGHT - 5 * HOUR_MS, says: 'stations.passOld' },
  { is: 'a proof for another door', station: STATION + 1, says: 'stations.passWrong' },
  { is: 'a pass that has expired', pass: { expires: NIGHT - 1000 }, says: 'stations.passOld' },
  { is: 'a pass by a key that nobody knows', pass: { keyId: 99 }, says: 'stations.passWrong' },
  {
    is: 'a resident, where only riders may',
    pass: { groups: groupBits.resident },
    says: 'stations.groupOut',
  },
  {
    is: 'a revoked holder',
    knows: holder => ({ view: kioskView({}, { revoked: [holder] }) }),
    says: 'stations.passWrong',
  },
  {
    is: 'a list a day old at night',
    knows: () => ({ listAt: NIGHT - 24 * HOUR_MS - 1 }),
    says: 'stations.closed',
  },
  {
    is: 'a list of not quite a day at night',
    knows: () => ({ listAt: NIGHT - 24 * HOUR_MS + 1000 }),
    says: 'open',
  },
  {
    is: 'a list a day old while somebody is there',
    at: NOON,
    knows: () => ({ listAt: NOON - 48 * HOUR_MS }),
    says: 'open',
  },
  {
    is: 'a station shut by its keeper',
    knows: () => ({ view: kioskView({ shut: '消毒' }) }),
    says: 'stations.closed',
  },
  {
    is: 'a doubtful door, which may work',
    knows: () => ({ view: kioskView({ isDoubtful: true }) }),
    says: 'open',
  },
  {
    is: 'a staffed station at night',
    knows: () => ({ view: kioskView({ isSelfService: false }) }),
    says: 'stations.closed',
  },
  {
    is: 'a staffed station at night while an announcement keeps it open',
    knows: () => ({ view: kioskView({ isSelfService: false, longer: [tonight] }) }),
    says: 'open',
  },
  {
    is: 'the same once the announcement has ended',
    knows: () => ({ view: kioskView({ isSelfService: false, longer: [{ ...tonight, until: NIGHT }] }) }),
    says: 'stations.closed',
  },
  {
    is: 'a staffed station at noon',
    at: NOON,
    knows: () => ({ view: kioskView({ isSelfService: false }) }),
    says: 'open',
  },
  {
    is: 'a holder who came in four minutes ago',
    knows: holder => ({ admitted: [admittance(holder, 'other', NIGHT - 4 * MINUTE_MS)] }),
    says: 'stations.tooSoon',
  },
  {
    is: 'one who came in over five minutes ago',
    knows: holder => ({ admitted: [admittance(holder, 'other', NIGHT - 5 * MINUTE_MS - 1)] }),
    says: 'open',
  },
  {
    is: 'one who was cut off before the door was seen to open',
    knows: holder => ({ admitted: [admittance(holder, 'other', NIGHT - MINUTE_MS, false)] }),
    says: 'open',
  },
]

it.each(cases)(
  '$is: $says',
  async ({ at = NIGHT, proofAt = at, station = STATION, pass, knows, says, ahead }) => {
    const phone = passHolder(at, pass)
    const verdict = await judgePass(phone.holdOut(station, proofAt), known(at, knows?.(phone.holder)))
    expect(verdict.isGood ? 'open' : verdict.refusal.code).toBe(says)
    if (ahead !== undefined) expect(verdict).toMatchObject({ refusal: { aheadMs: ahead } })
  },
)

it('the same picture opens once', async () => {
  const phone = passHolder(NIGHT)
  const text = phone.holdOut(STATION, NIGHT)
  const first = await judgePass(text, known(NIGHT))
  if (!first.isGood) throw new Error(first.refusal.code)
  const admitted = [admittance(first.holder, first.nonce, NIGHT)]
  expect(await judgePass(text, known(NIGHT + 30_000, { admitted }))).toEqual({
    isGood: false,
    refusal: { code: 'stations.proofUsed' },
  })
})

it.each(['', 'https://bee.example.cn/d/AQI', 'HELLO WORLD', '::::::'])(
  'anything else (%o) is no pass',
  async (text) => {
    expect(await judgePass(text, known(NIGHT))).toEqual({
      isGood: false,
      refusal: { code: 'stations.passWrong' },
    })
  },
)
