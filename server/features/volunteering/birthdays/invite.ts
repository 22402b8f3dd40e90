import type { City } from '#server/city.ts'
import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { accounts } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { isInside } from '#server/core/posts/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { dayOf, startOfDay, timeOf } from '#shared/kernel/day.ts'
import { and, asc, eq, gte, isNull, lt, notExists } from 'drizzle-orm'
import { activities, birthdayInvitations, birthdays } from '../tables.ts'

/** From this day of a month on, people are invited to the gathering of the next one. */
const FROM_DAY = 25

interface Month { readonly year: number, readonly month: number }
const nameOf = ({ year, month }: Month): string => `${year}-${String(month).padStart(2, '0')}`
const after = ({ year, month }: Month): Month =>
  month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 }

/** The month whose birthdays are invited at an instant (ms); undefined before the 25th. */
function monthToInvite(now: number): Month | undefined {
  const [year, month, day] = dayOf(now).split('-').map(Number) as [number, number, number]
  return day < FROM_DAY ? undefined : after({ year, month })
}

/** The published 生日会 that begin in a month, earliest first. */
async function gatheringsIn(read: Reader, month: Month) {
  const { id, areaId, title, spot, startsAt } = activities
  return await read
    .select({ id, areaId, title, spot, startsAt })
    .from(activities)
    .where(and(
      eq(activities.state, 'published'),
      eq(activities.kind, 'birthday'),
      gte(startsAt, startOfDay(`${nameOf(month)}-01`)),
      lt(startsAt, startOfDay(`${nameOf(after(month))}-01`)),
    ))
    .orderBy(asc(startsAt), asc(id))
}

/**
 * Decides `birthdays.invite`, sent by a task: notifies everybody with a birthday in the next month, once, of
 * the gathering nearest to their home. Nobody learns who else is invited.
 */
export const inviteForMonth: Handler<'birthdays.invite'> = async (asked, context) => {
  const { tx, now } = context
  const month = monthToInvite(now)
  if (!month || nameOf(month) !== nameOf(asked)) return
  const gatherings = await gatheringsIn(tx, month)
  if (gatherings.length === 0) return
  const invited = tx
    .select({ month: birthdayInvitations.month })
    .from(birthdayInvitations)
    .where(and(
      eq(birthdayInvitations.accountId, birthdays.accountId),
      eq(birthdayInvitations.month, nameOf(month)),
    ))
  const people = await tx
    .select({ accountId: birthdays.accountId, areaId: accounts.areaId })
    .from(birthdays)
    .innerJoin(accounts, eq(accounts.id, birthdays.accountId))
    .where(and(
      eq(birthdays.month, month.month),
      isNull(accounts.deletedAt),
      isNull(accounts.disabledAt),
      notExists(invited),
    ))
    .orderBy(asc(birthdays.accountId))
  for (const { accountId, areaId } of people) {
    const near = gatherings.filter(gathering => areaId !== null && isInside(areaId, [gathering.areaId]))
    const [nearest] = near.sort((one, other) => other.areaId.length - one.areaId.length)
    if (!nearest) continue
    if (await insertOnce(tx, birthdayInvitations, { accountId, month: nameOf(month) }) === 0) continue
    const { id: ref, title, startsAt, spot } = nearest
    const [, monthOfDay, day] = dayOf(startsAt).split('-').map(Number)
    const words = `${title}，${monthOfDay}月${day}日 ${timeOf(startsAt).slice(11, 16)}，${spot}`
    await notify(context, accountId, { kind: 'birthdays.invited', ref, words })
  }
}

/** Runs daily from the 25th on, so that a gathering published late still gets its guests. */
export async function inviteToBirthdays(city: City): Promise<number> {
  const now = city.clock()
  await city.database.transact(async tx =>
    void (await tx.delete(birthdayInvitations).where(lt(birthdayInvitations.month, dayOf(now).slice(0, 7)))))
  const month = monthToInvite(now)
  return month ? await asSystem(city, 'birthdays.invite', [month]) : 0
}
