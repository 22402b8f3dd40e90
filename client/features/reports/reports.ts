import type { OutboxItem, ReturnedItem } from '#client/sync/outbox.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { FileReport, ReportView } from '#shared/reports/schemas.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { isCommand } from '#client/sync/outbox.ts'
import { isExact, mayBeInCity } from '#shared/kernel/geo.ts'
import { shownText } from '#shared/kernel/text.ts'

type Filled = Omit<FileReport, 'reportId' | 'photos' | 'seenAt' | 'seenClock'>
/** What a report's form holds, for drafts, waiting and returned reports alike: all that people fill in. */
export type ReportFields = { [Field in keyof Required<Filled>]: Filled[Field] }

type Known<Fields> =
  & { [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] }
  & { [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?:
    Exclude<Fields[Name], undefined> }

/** The same object without its undefined fields. */
export const known = <Fields extends object>(fields: Fields): Known<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<Fields>

/** The fields of `reports.file`: what is not known is absent. */
export const sendable = ({ text, spot = '', ...rest }: ReportFields) =>
  ({ text: shownText(text), ...known({ ...rest, spot: shownText(spot) || undefined }) })

/** The fields of `reports.amend`: null removes the place, an empty text the spot. */
export const amending = (fields: ReportFields) =>
  ({ ...sendable(fields), spot: shownText(fields.spot ?? ''), place: fields.place ?? null })

/**
 * The fields of `reports.amend` without spot, place and area where these are unchanged, since staff may have
 * moved the report to another area meanwhile.
 */
export function amended(begun: ReportFields, fields: ReportFields) {
  const { place, spot, areaId, ...rest } = amending(fields)
  const before = amending(begun)
  const isMoved = JSON.stringify(place) !== JSON.stringify(before.place)
  return {
    ...rest,
    ...isMoved && { place },
    ...spot !== before.spot && { spot },
    ...areaId !== begun.areaId && { areaId },
  }
}

/** The report that a command decides about, and the last step that its maker has seen of it. */
export const decidedOn = ({ id, lastStep }: Pick<ReportView, 'id' | 'lastStep'>) =>
  ({ reportId: id, ...lastStep !== undefined && { seen: lastStep } })

type Where = Pick<ReportFields, 'place' | 'areaId'>
/** An exact place within the city tells the area; an old photo's place may be elsewhere. */
export const tellsArea = ({ place }: Pick<Where, 'place'>): boolean =>
  place !== undefined && mayBeInCity(place) && isExact(place)

/** A sentence for a place that does not tell the area; empty for one that does. */
export function elsewhereText(place: Place): string {
  if (tellsArea({ place })) return ''
  return mayBeInCity(place) ? '误差太大，将报给你选的社区' : '这里不在武汉，将报给你选的社区'
}

/** Without such a place the registered area is sent; with one, only an area that the rider picked. */
export const areaToSend = (where: Where, registered: string | null | undefined): string | undefined =>
  where.areaId ?? (tellsArea(where) ? undefined : registered ?? undefined)

/** What is missing about the place, as a sentence; undefined when nothing is. */
export function whereMissing(where: Where, registered: string | null | undefined): string | undefined {
  if (tellsArea(where) || areaToSend(where, registered) !== undefined) return undefined
  if (!where.place) return '还差地点：点“定位”或选社区'
  return isExact(where.place) ? '位置不在本市：调整位置或选社区' : '定位误差太大：调整位置或选社区'
}

const followUpNames = {
  'reports.amend': '修改',
  'reports.withdraw': '撤回',
  'reports.support': '我也看到了',
  'reports.answer': '回答',
  'reports.rate': '评价',
  'reports.urge': '催办',
  'reports.object': '异议',
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

/** The sentence for a draft whose photos the browser has cleared away. */
export const PHOTOS_LOST = '照片不在这台手机上了，请重新拍一张'
/** The end of the sentence when the phone is too full for a report. */
export const FULL_ADVICE = '，照片可以先存到手机'
