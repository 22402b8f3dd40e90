import type { Refusal } from '#shared/refusal.ts'
import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { accounts } from '#server/core/identity/index.ts'
import {
  codeKeyFor,
  holderOf,
  judgeHeldPass,
  judgeLiveCode,
  judgeSavedCode,
} from '#server/core/proofs/index.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { fromBase45, toBase45 } from '#shared/proofs/base45.ts'
import { EPOCH_MS } from '#shared/proofs/codes.ts'
import { readHeldPass } from '#shared/proofs/held-passes.ts'
import { PASS_MS } from '#shared/proofs/passes.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { newDevice } from '../../../support/device.ts'
import { heldOut } from '../../../support/door-codes.ts'
import { flips } from '../../../support/known-keys.ts'
import { shownCode } from '../../../support/proofs.ts'

const ACTIVITY = { purpose: 'activity', subject: 'a1b2c3d4e5f60718' } as const
const OTHERS = [
  { purpose: 'activity', subject: 'a1b2c3d4e5f60719' },
  { purpose: 'errand', subject: ACTIVITY.subject },
] as const
let city: TestCity
/** When a code is shown for the first time. */
let shownAt: number
beforeEach(async () => {
  city = await openTestCity()
  shownAt = Math.floor(city.time.now / EPOCH_MS) * EPOCH_MS
})
afterEach(() => city.close())

const seen = (at: number, isDoubtful = false) => ({ at, isDoubtful })
/** What is refused, and why; undefined when nothing is. */
async function refusalOf(judge: () => unknown): Promise<Refusal | undefined> {
  try {
    await judge()
    return undefined
  }
  catch (error) {
    if (error instanceof Refused) return error.refusal
    throw error
  }
}

describe('a code that is sent at once', () => {
  it('counts in its own epoch and in those beside it', async () => {
    const code = shownCode(ACTIVITY, shownAt)
    for (const now of [shownAt - EPOCH_MS, shownAt, shownAt + 2 * EPOCH_MS - 1])
      expect(judgeLiveCode(code, ACTIVITY, now)).toEqual({ shownAt, isClockDoubtful: false })
    expect(await refusalOf(() => judgeLiveCode(code, ACTIVITY, shownAt + 2 * EPOCH_MS)))
      .toEqual({ code: 'proofs.codeOld' })
    expect(await refusalOf(() => judgeLiveCode(code, ACTIVITY, shownAt + 61_000)))
      .toEqual({ code: 'proofs.codeOld' })
    expect(await refusalOf(() => judgeLiveCode(code, ACTIVITY, shownAt - EPOCH_MS - 1)))
      .toEqual({ code: 'proofs.clockWrong', aheadMs: EPOCH_MS + 1 })
  })

  it('is refused for another purpose or subject', async () => {
    for (const other of OTHERS) {
      expect(await refusalOf(() => judgeLiveCode(shownCode(other, shownAt), ACTIVITY, shownAt)))
        .toEqual({ code: 'proofs.codeElsewhere' })
    }
  })
})

describe('a code that was saved without a network', () => {
  it('counts by when it was shown: 40 s before, 60 s before, not 61', async () => {
    const code = shownCode(ACTIVITY, shownAt)
    for (const at of [shownAt - 30_000, shownAt, shownAt + 40_000, shownAt + 60_000])
      expect(judgeSavedCode(code, ACTIVITY, seen(at))).toEqual({ shownAt, isClockDoubtful: false })
    expect(await refusalOf(() => judgeSavedCode(code, ACTIVITY, seen(shownAt + 60_001))))
      .toEqual({ code: 'proofs.codeOld' })
    expect(await refusalOf(() => judgeSavedCode(code, ACTIVITY, seen(shownAt + 61_000))))
      .toEqual({ code: 'proofs.codeOld' })
    expect(await refusalOf(() => judgeSavedCode(code, ACTIVITY, seen(shownAt - 30_001))))
      .toEqual({ code: 'proofs.clockWrong', aheadMs: 30_001 })
  })

  it('says so where the clock of the phone is doubtful', () => {
    expect(judgeSavedCode(shownCode(ACTIVITY, shownAt), ACTIVITY, seen(shownAt, true)))
      .toEqual({ shownAt, isClockDoubtful: true })
  })

  it('is refused for another purpose or subject', async () => {
    for (const other of OTHERS) {
      expect(await refusalOf(() => judgeSavedCode(shownCode(other, shownAt), ACTIVITY, seen(shownAt))))
        .toEqual({ code: 'proofs.codeElsewhere' })
    }
  })
})

describe('the key of codes', () => {
  it('makes codes of its own day, purpose and subject only', async () => {
    const keys = [
      codeKeyFor(ACTIVITY, dayOf(shownAt - DAY_MS)),
      codeKeyFor(ACTIVITY, dayOf(shownAt + DAY_MS)),
      ...OTHERS.map(other => codeKeyFor(other, dayOf(shownAt))),
    ]
    for (const key of keys) {
      const code = shownCode(ACTIVITY, shownAt, key)
      expect(await refusalOf(() => judgeLiveCode(code, ACTIVITY, shownAt)))
        .toEqual({ code: 'proofs.codeWrong' })
      expect(await refusalOf(() => judgeSavedCode(code, ACTIVITY, seen(shownAt))))
        .toEqual({ code: 'proofs.codeWrong' })
    }
  })

  it('is that of the day on which the code was shown, also just after midnight', () => {
    const midnight = startOfDay(dayOf(shownAt + DAY_MS))
    const last = shownCode(ACTIVITY, midnight - EPOCH_MS)
    expect(judgeSavedCode(last, ACTIVITY, seen(midnight + 10_000)).shownAt).toBe(midnight - EPOCH_MS)
    expect(judgeLiveCode(shownCode(ACTIVITY, midnight), ACTIVITY, midnight + 1).shownAt).toBe(midnight)
  })

  it('makes codes of which no bit can be flipped', async () => {
    const bytes = Buffer.from(shownCode(ACTIVITY, shownAt).split('/p/')[1]!, 'base64url')
    for (const flipped of flips(bytes)) {
      const code = Buffer.from(flipped).toString('base64url')
      for (const judge of [
        () => judgeLiveCode(code, ACTIVITY, shownAt),
        () => judgeSavedCode(code, ACTIVITY, seen(shownAt)),
      ])
        expect(await refusalOf(judge)).toEqual({ code: 'proofs.codeWrong' })
    }
  })
})

describe('a pass that is held out', () => {
  async function holder() {
    const { privateKey, deviceKey } = newDevice()
    const { pass } = await city.as('rider').done('stations.givePass', { deviceKey })
    return {
      pass,
      show: (at = city.time.now, bound: typeof ACTIVITY | typeof OTHERS[number] = ACTIVITY) =>
        heldOut(privateKey, pass, bound, at),
    }
  }
  const judge = async (text: string, at = city.time.now, isDoubtful = false) =>
    await judgeHeldPass(city.database.read, text, ACTIVITY, seen(at, isDoubtful))

  it('names its holder and when it was held out', async () => {
    const { show } = await holder()
    const time = city.time.now
    const shown = await judge(show(time), time + 40_000, true)
    expect(shown).toMatchObject({ account: { id: city.ids.rider }, shownAt: time, isClockDoubtful: true })
    // By which a roll names them to a phone without a network.
    expect(readHeldPass(show())?.message.pass.message.holder).toBe(holderOf(city.ids.rider))
  })

  it('counts for a minute, and half a minute before where clocks differ', async () => {
    const { show } = await holder()
    const time = city.time.now
    for (const at of [time - 30_000, time + 60_000])
      expect(await judge(show(time), at)).toMatchObject({ shownAt: time, isClockDoubtful: false })
    expect(await refusalOf(() => judge(show(time), time + 61_000))).toEqual({ code: 'proofs.passOld' })
    expect(await refusalOf(() => judge(show(time), time - 31_000)))
      .toEqual({ code: 'proofs.clockWrong', aheadMs: 31_000 })
    const late = time + PASS_MS
    expect(await refusalOf(() => judge(show(late), late))).toEqual({ code: 'proofs.passOld' })
    expect(await judge(show(late - 1000), late)).toMatchObject({ shownAt: late - 1000 })
  })

  it('is refused for another purpose or subject', async () => {
    const { show } = await holder()
    for (const other of OTHERS) {
      expect(await refusalOf(() => judge(show(city.time.now, other))))
        .toEqual({ code: 'proofs.passElsewhere' })
    }
  })

  it('with a bit flipped anywhere is refused', async () => {
    const { show } = await holder()
    // In each byte at least one, all places in turn; of each single bit tests/shared/proofs says the same.
    for (const flipped of flips(fromBase45(show())!).filter((_, bit) => bit % 7 === 0)) {
      expect(await refusalOf(() => judge(toBase45(flipped))))
        .toMatchObject({ code: expect.toBeOneOf(['proofs.passWrong', 'proofs.passElsewhere']) })
    }
  })

  it('is refused by another device\'s key, and under a pass that nobody gave', async () => {
    const { pass } = await holder()
    expect(await refusalOf(() => judge(heldOut(newDevice().privateKey, pass, ACTIVITY, city.time.now))))
      .toEqual({ code: 'proofs.passWrong' })
  })

  it('proves nothing once its account is disabled, but what it proved before stays so', async () => {
    const { show } = await holder()
    const time = city.time.now
    await city.database.transact(async tx =>
      await tx.update(accounts).set({ disabledAt: time + 10_000 }).where(eq(accounts.id, city.ids.rider)))
    expect(await judge(show(time))).toMatchObject({ shownAt: time })
    const later = time + 10_000
    expect(await refusalOf(() => judge(show(later), later))).toEqual({ code: 'proofs.passWrong' })
  })

  it('is refused if its account was deleted', async () => {
    const { show } = await holder()
    await city.as('rider').done('identity.deleteMe', { confirm: true })
    expect(await refusalOf(() => judge(show()))).toEqual({ code: 'proofs.passWrong' })
  })
})
