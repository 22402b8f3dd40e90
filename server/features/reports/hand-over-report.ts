import type { Reader } from '#server/database/database.ts'
import type { Handler, QueryHandler } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { accounts } from '#server/core/identity/index.ts'
import { staffOver } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { askableStates } from '#shared/reports/rules.ts'
import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import { deskPart, isOwn, reportToActOn } from './permissions.ts'
import { findReport } from './report.ts'
import { reports } from './tables.ts'
import { take } from './take.ts'

/**
 * Decides `reports.handTo` (经办): staff take a report on themselves, or hand it to a colleague of its area,
 * who is notified.
 */
export const handOverReport: Handler<'reports.handTo'> = async (input, context) => {
  const { to: clerkId, words: note } = input
  const { tx, now, actor } = context
  const { report } = await reportToActOn(context, input)
  if (!(askableStates as readonly string[]).includes(report.state))
    throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  if (report.clerkId === clerkId) throw new Refused({ code: 'reports.clerkAlready' })
  if (clerkId === actor.accountId) {
    // A report that is not accepted yet still waits for staff.
    const changes = { clerkId, awaitsStaff: report.state === 'filed' }
    await take(context, report, { step: 'takenOn', by: 'staff', changes })
    return
  }
  const colleague = (await colleaguesOf(tx, now, report)).find(({ id }) => id === clerkId)
  if (!colleague) throw new Refused({ code: 'reports.colleagueUnknown' })
  const words = [`交给${colleague.name ?? '同事'}`, note].filter(Boolean).join('：')
  const changes = { clerkId, awaitsStaff: true }
  await take(context, report, { step: 'handedOver', by: 'staff', changes, words })
}

/** The colleagues to whom staff may hand a report of their area. */
export const deskColleagues: QueryHandler<'desk.colleagues'> = async ({ reportId }, { read, actor, now }) => {
  const report = await findReport(read, reportId)
  if (deskPart(actor, report) !== 'staff') throw new Refused({ code: 'reports.unknown' })
  return (await colleaguesOf(read, now, report)).filter(({ id }) => id !== actor.accountId)
}

/** The staff of a report's area and of the levels above; nobody acts on their own report. */
async function colleaguesOf(read: Reader, now: number, report: Report) {
  const over = await staffOver(read, now, report.areaId)
  const people = over.length === 0
    ? []
    : await read
        .select({ id: accounts.id, name: accounts.name })
        .from(accounts)
        .where(inArray(accounts.id, over))
        .orderBy(asc(accounts.name), asc(accounts.id))
  const may = await Promise.all(people.map(async ({ id }) => !(await isOwn(read, id, report))))
  return people.filter((_, i) => may[i])
}

/** Ids of accepted reports whose clerk does not work for their area any more. */
export async function clerkless(read: Reader, now: number): Promise<string[]> {
  const held = await read
    .select({ id: reports.id, clerkId: reports.clerkId, areaId: reports.areaId })
    .from(reports)
    .where(and(isNotNull(reports.clerkId), eq(reports.state, 'accepted'), eq(reports.awaitsStaff, false)))
  const over = new Map<string, string[]>()
  for (const { areaId } of held) {
    if (!over.has(areaId)) over.set(areaId, await staffOver(read, now, areaId))
  }
  return held.filter(({ areaId, clerkId }) => !over.get(areaId)!.includes(clerkId!)).map(({ id }) => id)
}
