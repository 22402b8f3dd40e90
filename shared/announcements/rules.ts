import { DAY_MS } from '#shared/kernel/day.ts'

/** 通知 or 预警: an alert is shown on every page, a notice on 首页. */
export const announcementKinds = ['notice', 'alert'] as const
export type AnnouncementKind = (typeof announcementKinds)[number]

/** How long an announcement may be in force, and how far ahead it may be planned (ms). */
export const ANNOUNCEMENT_MS_MAX = 92 * DAY_MS

interface Span { readonly startsAt: number, readonly endsAt: number }
/**
 * True while an announcement is in force at an instant (ms). The phone decides by its own clock, also without
 * a network.
 */
export const isInForce = ({ startsAt, endsAt }: Span, now: number): boolean =>
  startsAt <= now && now < endsAt

/** Where one stands: not begun, in force, ended by its time or early. */
export const announcementStages = ['coming', 'on', 'over'] as const
export type AnnouncementStage = (typeof announcementStages)[number]
export function announcementStage(span: Span, now: number): AnnouncementStage {
  if (span.endsAt <= now) return 'over'
  return isInForce(span, now) ? 'on' : 'coming'
}
