import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { openStates, PLAN_DAYS_MAX, plannableStates } from '#shared/reports/rules.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, inArray, lte } from 'drizzle-orm'
import { reportToActOn } from './permissions.ts'
import { findReport } from './report.ts'
import { reports } from './tables.ts'
import { take } from './take.ts'

/** 8月3日; with the year where it is not this one. */
const dayText = (day: string, today: string) => {
  const [year, month, date] = day.split('-').map(Number)
  return `${day.slice(0, 4) === today.slice(0, 4) ? '' : `${year}年`}${month}月${date}日`
}

/**
 * Decides `reports.plan` (排期): staff, or the assigned unit, name the day of the work and the reason for the
 * wait, and again if the day moves. The promised time limit stays.
 */
export const planReport: Handler<'reports.plan'> = async (input, context) => {
  const { day, words: reason } = input
  const { report, by } = await reportToActOn(context, input)
  if (!plannableStates[by].includes(report.state)) throw new Refused({ code: 'reports.notPlannable' })
  const today = dayOf(context.now)
  if (day <= today || day > dayOf(context.now + PLAN_DAYS_MAX * DAY_MS))
    throw new Refused({ code: 'reports.planDay', days: PLAN_DAYS_MAX })
  const changes = { plannedOn: day, awaitsStaff: false }
  await take(context, report, { step: 'planned', by, changes, words: `${dayText(day, today)}：${reason}` })
}

/**
 * Decides `reports.planDue`, sent by a task: on its planned day a report returns to the front of its desk.
 */
export const planIsDue: Handler<'reports.planDue'> = async ({ reportId }, context) => {
  const report = await findReport(context.tx, reportId)
  if (!isDue(report, dayOf(context.now))) throw new Refused({ code: 'reports.notPlannable' })
  await take(context, report, { step: 'planDue', by: 'system', changes: { awaitsStaff: true } })
}

const isDue = (
  { plannedOn, awaitsStaff }: { plannedOn: string | null, awaitsStaff: boolean },
  today: string,
) => plannedOn !== null && plannedOn <= today && !awaitsStaff

/** Ids of open reports whose planned day has come, the oldest first. */
export async function duePlans(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(
      lte(reports.plannedOn, dayOf(now)),
      eq(reports.awaitsStaff, false),
      inArray(reports.state, [...openStates]),
    ))
    .orderBy(asc(reports.number))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
