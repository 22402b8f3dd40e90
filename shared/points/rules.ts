import type { ReportKind } from '#shared/reports/rules.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'

/** The most that a person can earn in one Shanghai day, by cause, until an admin rules otherwise. */
export const builtInCaps = { 'reports.lead': 300, 'reports.patrol': 50, 'activities.hours': 160 } as const
export type DailyCap = keyof typeof builtInCaps
export const dailyCaps = Object.keys(builtInCaps) as [DailyCap, ...DailyCap[]]

/**
 * Points for an accepted report, once, credited to the day it was seen, until an admin rules otherwise.
 */
export const builtInPoints: Readonly<Record<ReportKind, number>> = {
  security: 100,
  emergency: 100,
  warning: 50,
  hazard: 50,
  environment: 20,
  other: 10,
  patrol: 5,
}

/** What an hour of volunteering brings, until an admin rules otherwise. */
export const builtInHours = { pointsPerHour: 20 } as const

/** The cap that a kind's points count against. */
export const capOf = (kind: ReportKind): DailyCap => kind === 'patrol' ? 'reports.patrol' : 'reports.lead'

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
  'activities.hours',
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
