import type { City } from '#server/city.ts'
import { showBrokenPoints } from '#server/metrics.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { cutoffOn, LAPSE_REMIND_DAYS, lapsesOn, nextCutoff } from '#shared/points/rules.ts'
import { checkPoints } from './check.ts'
import { lapsingAccounts } from './lapse.ts'

/**
 * Lets points lapse that were not used in time. They lapse on 1 January, but the task runs every day, since
 * the server may have been down then. Returns how many people it concerned.
 */
export const lapseDuePoints = (city: City): Promise<number> =>
  eachLapsing(city, 'points.lapse', cutoffOn(city.clock()))

/**
 * In the last days of a year: reminds everybody once of the points that lapse next. Returns how many people
 * were found.
 */
export async function remindOfLapses(city: City): Promise<number> {
  const cutoff = nextCutoff(city.clock())
  if (city.clock() < startOfDay(lapsesOn(cutoff)) - LAPSE_REMIND_DAYS * DAY_MS) return 0
  return await eachLapsing(city, 'points.remind', cutoff)
}

async function eachLapsing(
  city: City,
  name: 'points.lapse' | 'points.remind',
  cutoff: string,
): Promise<number> {
  const isReminder = name === 'points.remind'
  let found = 0
  for (let after = ''; ;) {
    const accountIds = await lapsingAccounts(city.database.read, { cutoff, after, isReminder })
    await asSystem(city, name, accountIds.map(accountId => ({ accountId, cutoff })))
    found += accountIds.length
    const last = accountIds.at(-1)
    if (last === undefined || city.isStopping()) return found
    after = last
  }
}

/**
 * Checks every night that the points add up. Broken invariants are logged, shown as a metric and notified to
 * the admins. Returns how many there are.
 */
export async function checkLedger(city: City): Promise<number> {
  const broken = await checkPoints(city.database)
  showBrokenPoints(broken.length)
  for (const { name, rows } of broken)
    city.log.fatal({ invariant: name, rows: rows.length }, 'the points do not add up')
  if (broken.length > 0)
    await asSystem(city, 'points.raiseAlarm', [{ invariants: broken.map(({ name }) => name) }])
  return broken.length
}

/** Nudges everybody at midnight: the caps of a new day are unused. */
export async function nudgeNewDay({ changes, clock }: City, since: number): Promise<void> {
  if (dayOf(clock()) !== dayOf(since)) await changes.publish([{ to: '*', names: ['points.mine'] }])
}
