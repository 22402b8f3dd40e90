import type { Award } from '#server/core/points/award.ts'
import type { Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { TestCity } from '../../../support/city.ts'
import { award } from '#server/core/points/award.ts'
import { dayOf } from '#shared/kernel/day.ts'

type City = Pick<TestCity, 'database' | 'ids' | 'time'>

/** What a command of the street's staff stands on, as far as points need it. */
export const byStaff = ({ ids, time: { now } }: City, tx: Transaction): CommandContext => ({
  tx,
  actor: { accountId: ids.staff, role: 'resident', areaId: '420103', posts: [] },
  now,
  nudge: () => {},
}) as unknown as CommandContext

/** An award of 50 points to the rider for today, but for what a test says otherwise. */
export const awardOf = ({ ids, time }: City, ref: string, changes: Partial<Award> = {}): Award => ({
  accountId: ids.rider,
  amount: 50,
  cap: 'reports.lead',
  reason: 'reports.accepted',
  ref,
  note: '',
  occurredOn: dayOf(time.now),
  approverId: ids.staff,
  ...changes,
})

/** Gives it in a transaction of its own. */
export const give = async (city: City, ref: string, changes: Partial<Award> = {}) =>
  await city.database.transact(tx => award(byStaff(city, tx), awardOf(city, ref, changes)))
