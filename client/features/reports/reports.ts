import type { OutboxItem, ReturnedItem } from '#client/sync/outbox.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { isCommand } from '#client/sync/outbox.ts'
import { mayBeInCity } from '#shared/kernel/geo.ts'

/** What a report's form holds, for drafts, waiting and returned reports alike. */
export interface ReportFields {
  kind: ReportKind
  text: string
  place: Place | undefined
  areaId: string | undefined
}

/** The fields of `reports.file`: what is not known is absent. */
export const sendable = ({ kind, text, place, areaId }: ReportFields) =>
  ({ kind, text: text.trim(), ...place && { place }, ...areaId && { areaId } })

/** The fields of `reports.amend`: null removes the place. */
export const amending = (fields: ReportFields) => ({ ...sendable(fields), place: fields.place ?? null })

type Where = Pick<ReportFields, 'place' | 'areaId'>
/** A place within the city tells the area; an old photo's place may be elsewhere. */
const tellsArea = ({ place }: Where) => place !== undefined && mayBeInCity(place)

/** Without such a place the registered area is sent; with one, only an area that the rider picked. */
export const areaToSend = (where: Where, registered: string | null | undefined): string | undefined =>
  where.areaId ?? (tellsArea(where) ? undefined : registered ?? undefined)

/** What is missing about the place, as a sentence; undefined when nothing is. */
export function whereMissing(where: Where, registered: string | null | undefined): string | undefined {
  if (tellsArea(where) || areaToSend(where, registered) !== undefined) return undefined
  return where.place ? '位置不在本市：移动标记或选社区' : '还差地点：点“定位”或选社区'
}

const followUpNames = {
  'reports.amend': '修改',
  'reports.withdraw': '撤回',
  'reports.support': '我也看到了',
  'reports.answer': '回答',
  'reports.rate': '评价',
} as const
export type FollowUpName = keyof typeof followUpNames
const followUps = Object.keys(followUpNames) as FollowUpName[]

/** Waiting commands about one report, and how far each has come. */
export const followUpsOf = (items: readonly OutboxItem[], reportId: string) =>
  items.flatMap(item => followUps
    .filter(name => isCommand(item.envelope, name) && item.envelope.input.reportId === reportId)
    .map(name => ({ key: item.key, name, words: `${followUpNames[name]} ${waitingText(item)}` })))

/** The input of a waiting or returned `reports.file`; undefined for other commands. */
export const filing = ({ envelope }: Pick<OutboxItem | ReturnedItem, 'envelope'>): FileReport | undefined =>
  isCommand(envelope, 'reports.file') ? envelope.input : undefined

/** What else can be done when the phone is too full for a report. */
export const FULL_ADVICE = '，照片可以先存到手机'
