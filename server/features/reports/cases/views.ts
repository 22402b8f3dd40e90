import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { FoundLink } from './links.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { phoneHint, units } from '#server/core/identity/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { Refused } from '#shared/refusal.ts'
import { caseUrl } from '#shared/reports/case-schemas.ts'
import { and, asc, desc, eq } from 'drizzle-orm'
import { placeOf } from '../briefs.ts'
import { lastStepOf } from '../last-step.ts'
import { deskPart } from '../permissions.ts'
import { findReport } from '../report.ts'
import { reportPhotos, reportSteps } from '../tables.ts'
import { findLink, latestLink, overBy, secretOf, workingUnit } from './links.ts'

/** The facts that both the paper and the page show, without the reporter. */
async function factsOf(read: Reader, { link, report, unit }: FoundLink) {
  const { number, kind, state, text, spot, filedAt, dueAt, plannedOn } = report
  return {
    linkId: link.id,
    ...{ number, kind, state, text, spot, filedAt, dueAt, plannedOn },
    place: placeOf(report),
    areaName: await nameOfArea(read, report.areaId),
    unitName: unit.name,
    until: link.until,
  }
}

/** The words of the last step of this kind; null without one. */
async function wordsOf(read: Reader, reportId: string, step: ReportStep): Promise<string | null> {
  const [last] = await read
    .select({ words: reportSteps.words })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, reportId), eq(reportSteps.step, step)))
    .orderBy(desc(reportSteps.at), desc(reportSteps.id))
    .limit(1)
  return last?.words ?? null
}

const photosOf = async (read: Reader, reportId: string) => await read
  .select({ hash: reportPhotos.hash, part: reportPhotos.part })
  .from(reportPhotos)
  .where(eq(reportPhotos.reportId, reportId))
  .orderBy(asc(reportPhotos.position))

/** Answers `cases.one`, to whoever has the link. */
export const oneCase: QueryHandler<'cases.one'> = async (_, { read, actor, now }) => {
  const found = actor.link && await findLink(read, actor.link.id)
  if (!found || overBy(found, now)) throw new Refused({ code: 'reports.unknown' })
  const { link, report } = found
  const photos = await photosOf(read, report.id)
  const refOf = await photoRefs(read, photos.map(({ hash }) => hash))
  const shown = (part: 'before' | 'after') =>
    photos.flatMap(photo => photo.part === part ? refOf(photo.hash) ?? [] : [])
  return {
    ...await factsOf(read, found),
    photos: shown('before'),
    afterPhotos: shown('after'),
    note: await wordsOf(read, report.id, 'assigned'),
    reopened: await wordsOf(read, report.id, 'reopened'),
    isOpened: link.openedAt !== null,
    lastStep: await lastStepOf(read, report.id),
  }
}

/** The report, if the actor is staff of its area. */
async function reportForStaff({ read, actor }: Parameters<QueryHandler<'cases.print'>>[1], reportId: string) {
  const report = await findReport(read, reportId)
  if (deskPart(actor, report) !== 'staff') throw new Refused({ code: 'reports.unknown' })
  return report
}

/** Answers `cases.ofReport`: the state of the unit's link, for staff. */
export const caseOfReport: QueryHandler<'cases.ofReport'> = async ({ reportId }, context) => {
  const { read, now } = context
  const report = await reportForStaff(context, reportId)
  const unitId = workingUnit(report)
  const [unit] = unitId === null ? [] : await read.select().from(units).where(eq(units.id, unitId))
  const latest = await latestLink(read, reportId)
  const over = latest && overBy(latest, now)
  const link = latest?.link
  return {
    unitName: unit?.worksByLink ? unit.name : null,
    phoneHint: unit?.linkPhone ? phoneHint(unit.linkPhone) : '',
    mayMake: unit?.worksByLink ?? false,
    link: link
      ? {
          ...{ id: link.id, madeAt: link.madeAt, until: link.until, message: link.message },
          ...{ sentAt: link.sentAt, openedAt: link.openedAt },
          endedAt: over ? link.endedAt ?? Math.min(link.until, now) : null,
          end: over ?? null,
        }
      : null,
  }
}

/** Answers `cases.print`: the content of the paper with the link's secret. Each look is audited. */
export const printedCase: QueryHandler<'cases.print'> = async ({ reportId }, context) => {
  const { read, settings, now, about } = context
  const report = await reportForStaff(context, reportId)
  const latest = await latestLink(read, reportId)
  if (!latest || overBy(latest, now)) throw new Refused({ code: 'reports.unknown' })
  about({ kind: 'report', ref: reportId, areaId: report.areaId, reason: '打印工单链接' })
  return {
    ...await factsOf(read, latest),
    url: caseUrl(settings.publicUrl, secretOf(latest.link.id)),
    photoCount: (await photosOf(read, reportId)).filter(({ part }) => part === 'before').length,
  }
}
