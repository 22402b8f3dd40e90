import type { ReportKind } from '#shared/reports/rules.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'

/** The most that a person can earn in one Shanghai day, by cause, until an admin rules otherwise. */
export const builtInCaps = { 'reports.lead': 300, 'reports.patrol': 50, 'activities.hours': 160 } as const
export type DailyCap = keyof typeof builtInCaps
export const dailyCaps = Object.keys(builtInCaps) as [DailyCap, ...DailyCap[]]

/** The points for an accepted report until an admin rules otherwise; awarded once, on the day it was seen. */
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
 * The Shanghai day on which a report's points count: the day it was seen, at most a day before filing.
 * Capture times come from the phone, so reports filed on one day can use at most two days' caps.
 */
export const creditDay = (seenAt: number, filedAt: number): string =>
  dayOf(Math.max(seenAt, filedAt - CREDIT_BACK_MS))

/** The causes of transfers. Each cause (`ref`: the report, the order, the correction) is paid once. */
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
 * The cutoff at an instant: unused points earned before it have lapsed. Points of a calendar year can be used
 * until the end of the next.
 */
export const cutoffOn = (instant: number): string => `${yearOf(dayOf(instant)) - 1}-01-01`
/** The cutoff of the next lapse. */
export const nextCutoff = (instant: number): string => `${yearOf(dayOf(instant))}-01-01`
/** The first day on which what was earned before `cutoff` is gone. */
export const lapsesOn = (cutoff: string): string => `${yearOf(cutoff) + 1}-01-01`
/** How long before a lapse people are reminded of it. */
export const LAPSE_REMIND_DAYS = 30
