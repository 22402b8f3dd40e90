import type { City } from '#server/city.ts'
import { lapsingAccounts } from '#server/core/points/index.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { cutoffOn, LAPSE_REMIND_DAYS, lapsesOn, nextCutoff } from '#shared/points/rules.ts'
import { asSystem } from './as-system.ts'

type Clockwork = Pick<City, 'database' | 'changes' | 'clock' | 'log'>

/**
 * Lets lapse what nobody used in time. It finds something on 1 January only, but asks every day: a server may
 * have slept through the first. Returns how many people it concerned.
 */
export const lapseDuePoints = (city: Clockwork): Promise<number> =>
  eachLapsing(city, 'points.lapse', cutoffOn(city.clock()))

/**
 * In the last days of a year: reminds everybody once of what is about to lapse. Returns how many people were
 * found.
 */
export async function remindOfLapses(city: Clockwork): Promise<number> {
  const cutoff = nextCutoff(city.clock())
  if (city.clock() < startOfDay(lapsesOn(cutoff)) - LAPSE_REMIND_DAYS * DAY_MS) return 0
  return await eachLapsing(city, 'points.remind', cutoff)
}

async function eachLapsing(
  city: Clockwork,
  name: 'points.lapse' | 'points.remind',
  cutoff: string,
): Promise<number> {
  let found = 0
  for (let after = ''; ;) {
    const accountIds = await lapsingAccounts(city.database.read, {
      cutoff,
      after,
      isReminder: name === 'points.remind',
    })
    await asSystem(
      city,
      name,
      accountIds.map(accountId => ({ accountId, cutoff })),
    )
    found += accountIds.length
    const last = accountIds.at(-1)
    if (last === undefined) return found
    after = last
  }
}
