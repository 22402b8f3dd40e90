import type { ReportKind } from '#shared/reports/rules.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'

/** The most that a person can earn in one Shanghai day, by cause. */
export const dailyCaps = { 'reports.lead': 300, 'reports.patrol': 50 } as const
export type DailyCap = keyof typeof dailyCaps

interface AwardRule { readonly points: number, readonly cap: DailyCap }

/** Points for an accepted report, once, credited to the day it was seen. */
export const reportAwards: Record<ReportKind, AwardRule> = {
  security: { points: 100, cap: 'reports.lead' },
  emergency: { points: 100, cap: 'reports.lead' },
  warning: { points: 50, cap: 'reports.lead' },
  hazard: { points: 50, cap: 'reports.lead' },
  environment: { points: 20, cap: 'reports.lead' },
  other: { points: 10, cap: 'reports.lead' },
  patrol: { points: 5, cap: 'reports.patrol' },
}

/** The most that one report brings. */
export const reportAwardMax = Math.max(...Object.values(reportAwards).map(({ points }) => points))

const CREDIT_BACK_MS = DAY_MS

/**
 * The Shanghai day that a report's points count for: the day it was seen, at most a day before filing.
 * Capture times come from the phone: all that is filed on one day earns at most two days' caps.
 */
export const creditDay = (seenAt: number, filedAt: number): string =>
  dayOf(Math.max(seenAt, filedAt - CREDIT_BACK_MS))

/** Why points moved. Each cause (`ref`: the report, the order, the correction) is paid once. */
export const transferReasons = [
  'reports.accepted',
  'mall.redeemed',
  'mall.handedOver',
  'mall.released',
  'points.lapsed',
  'points.corrected',
] as const
export type TransferReason = (typeof transferReasons)[number]

const yearOf = (day: string) => Number(day.slice(0, 4))

/**
 * The cutoff at an instant: points earned before it and never used have lapsed. Those of a calendar year can
 * be used until the end of the next.
 */
export const cutoffOn = (instant: number): string => `${yearOf(dayOf(instant)) - 1}-01-01`
/** The cutoff of the lapse that comes next. */
export const nextCutoff = (instant: number): string => `${yearOf(dayOf(instant))}-01-01`
/** The first day on which what was earned before `cutoff` is gone. */
export const lapsesOn = (cutoff: string): string => `${yearOf(cutoff) + 1}-01-01`
/** How long before a lapse people are reminded of it. */
export const LAPSE_REMIND_DAYS = 30
