import { AreaCode, Day, Id, Instant, lineOf, PageRange, Place, textOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { Kind, State } from './schemas.ts'

/** The columns of the file for other systems (12345, 城管); the last three are for their answers. */
export const exchangeFields = [
  'number',
  'kind',
  'text',
  'spot',
  'place',
  'areaName',
  'unitName',
  'state',
  'filedAt',
  'dueAt',
  'photos',
  'answer',
  'words',
  'date',
] as const
export type ExchangeField = (typeof exchangeFields)[number]
/** The columns that are read from a file with their answers. */
export const answerFields = ['number', 'answer', 'words', 'date'] as const satisfies ExchangeField[]
export const EXCHANGE_TITLE_MAX = 20

export const ExchangeColumn = v.object({
  field: v.picklist(exchangeFields),
  title: textOf(1, EXCHANGE_TITLE_MAX),
})
export type ExchangeColumn = v.InferOutput<typeof ExchangeColumn>
const areApart = (values: readonly string[]) => new Set(values).size === values.length
/** The columns with their titles, in order. */
export const ExchangeLayout = v.pipe(
  v.array(ExchangeColumn),
  v.minLength(1),
  v.maxLength(exchangeFields.length),
  v.check(columns => areApart(columns.map(({ field }) => field)), 'a field stands twice'),
  v.check(columns => areApart(columns.map(({ title }) => title)), 'two columns have one title'),
)

/** The title of each column until an admin rules otherwise. */
export const exchangeTitles: Readonly<Record<ExchangeField, string>> = {
  number: '编号',
  kind: '类别',
  text: '内容',
  spot: '位置描述',
  place: '经纬度',
  areaName: '所属区域',
  unitName: '处置单位',
  state: '状态',
  filedAt: '上报时间',
  dueAt: '办结时限',
  photos: '照片数',
  answer: '办理结果',
  words: '答复内容',
  date: '答复日期',
}

/** Open reports of an area, of a unit, or of all the asker's areas; the rank is the number. */
export const ExchangeInput = v.object({
  areaId: v.optional(AreaCode),
  unitId: v.optional(Id),
  ...PageRange.entries,
})
/** A report without its reporter. */
export const ExchangedReport = v.object({
  number: v.number(),
  kind: Kind,
  text: v.string(),
  spot: v.nullable(v.string()),
  place: v.nullable(Place),
  areaName: v.string(),
  unitName: v.nullable(v.string()),
  state: State,
  filedAt: Instant,
  dueAt: Instant,
  photos: v.number(),
})
export type ExchangedReport = v.InferOutput<typeof ExchangedReport>
export const ExchangedReports = v.object({ reports: v.array(ExchangedReport), hasMore: v.boolean() })
/** The units that have open reports in the asker's areas, how many, and the columns of the file. */
export const ExchangeDesk = v.object({
  units: v.array(v.object({ id: Id, name: v.string(), open: v.number() })),
  layout: ExchangeLayout,
})

export const ANSWERS_MAX = 500
const ANSWER_CHARS_MAX = 600
/** A line of the file, bounded only in length; mistakes are reported line by line. */
const AnswerLine = v.object({
  number: lineOf(20),
  answer: lineOf(20),
  words: lineOf(ANSWER_CHARS_MAX),
  date: lineOf(20),
})
/** A unit's answers from a file. A dry run changes nothing and has the same result. */
export const ImportAnswers = v.object({
  unitId: Id,
  rows: v.pipe(v.array(AnswerLine), v.minLength(1), v.maxLength(ANSWERS_MAX)),
  dryRun: v.boolean(),
})
/** `same`: lines that were imported before. `refused`: lines, from 1, each with a refusal's code. */
export const ImportedAnswers = v.object({
  done: v.number(),
  same: v.number(),
  refused: v.array(v.object({ line: v.number(), number: v.string(), code: v.string() })),
})
export type ImportedAnswers = v.InferOutput<typeof ImportedAnswers>

/** What each answer does, with the words that other systems use for it. */
export const answerWords = {
  working: ['接单', '受理', '已受理', '处理中', '办理中'],
  accepted: ['退回', '退件', '不予受理'],
  resolved: ['办结', '已办结', '处理完毕', '完成', '已完成'],
} as const
export type ExchangeAnswer = keyof typeof answerWords
export const answerNames: Readonly<Record<ExchangeAnswer, string>> = {
  working: '处理中',
  accepted: '退回',
  resolved: '办结',
}
const DAY_SHAPE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/
/** The day in a cell, as 2026-11-23; undefined if there is no valid one. */
export function dayIn(cell: string): string | undefined {
  const [, year, month, day] = DAY_SHAPE.exec(cell.trim()) ?? []
  const written = year && `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  return v.is(Day, written) ? written : undefined
}
