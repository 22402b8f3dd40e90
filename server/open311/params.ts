import type { PublishedInput } from '#shared/reports/published.ts'
import { DAY_MS, isDay } from '#shared/kernel/day.ts'
import { INSTANT_MAX } from '#shared/kernel/fields.ts'
import {
  PUBLISHED_DEPTH_MAX,
  PUBLISHED_PAGE_MAX,
  PUBLISHED_RADIUS_M,
  publishedStatuses,
} from '#shared/reports/published.ts'
import { isServiceCode } from './mapping.ts'
import { trouble } from './trouble.ts'

/** By the specification: the longest span of a search, and how far back it goes without dates. */
const SPAN_MS = 90 * DAY_MS
const RADIUS_M = 500

/** The parameters of a request; empty ones count as absent, as the specification wants. */
export type Params = ReturnType<typeof paramsOf>

export function paramsOf(text: URLSearchParams) {
  const one = (name: string): string | undefined => text.get(name)?.trim() || undefined
  return {
    one,
    /** Values separated by commas, repeated, or both. */
    many: (name: string): string[] | undefined => {
      const values = text.getAll(name).flatMap(value => value.split(',')).map(value => value.trim())
      const said = [...new Set(values.filter(value => value !== ''))]
      return said.length === 0 ? undefined : said
    },
    number: (name: string): number | undefined => {
      const said = one(name)
      if (said === undefined) return undefined
      if (!/^[+-]?\d{1,9}(?:\.\d{1,20})?$/.test(said)) throw trouble(400, `${name} 要是一个数字`)
      return Number(said)
    },
    whole: (name: string, most: number): number | undefined => {
      const said = one(name)
      if (said === undefined) return undefined
      if (!/^\d{1,9}$/.test(said) || Number(said) < 1 || Number(said) > most)
        throw trouble(400, `${name} 要是 1 到 ${most} 的整数`)
      return Number(said)
    },
    time: (name: string): Time | undefined => {
      const said = one(name)
      const time = said === undefined ? undefined : timeIn(said)
      if (time === null)
        throw trouble(400, `${name} 要写成 2026-11-23T10:00:00+08:00 或 2026-11-23T02:00:00Z，时区不能省略`)
      return time
    },
  }
}

interface Time { readonly at: number, readonly last: number }
const W3_TIME =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(\.\d{1,9})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/
const [MINUTE_MS, SECOND_MS] = [60_000, 1000]

/**
 * An instant by W3C's note on ISO 8601, with the last millisecond that the text covers; null for any other
 * text. A plus that was not percent-encoded arrives as a space.
 */
function timeIn(said: string): Time | null {
  const text = said.replace(/ (?=\d{2}:\d{2}$)/, '+')
  const [, day = '', fraction] = W3_TIME.exec(text) ?? []
  if (!isDay(day)) return null
  const at = Date.parse(text)
  if (Number.isNaN(at) || at < 0 || at > INSTANT_MAX - SPAN_MS) return null
  const isToMinute = /T\d{2}:\d{2}[Z+-]/.test(text)
  return { at, last: at + (fraction ? 1 : isToMinute ? MINUTE_MS : SECOND_MS) - 1 }
}

/** The span between two dates; undefined if neither is given. */
function spanOf({ time }: Params, [first, last]: readonly [string, string], now: number) {
  const [begin, end] = [time(first), time(last)]
  if (!begin && !end) return undefined
  const from = begin?.at ?? Math.max(0, end!.at - SPAN_MS)
  const until = end?.last ?? Math.min(from + SPAN_MS, Math.max(now, from))
  if (until < from) throw trouble(400, `${last} 早于 ${first}`)
  if (until - from > SPAN_MS + MINUTE_MS) throw trouble(400, `${first} 到 ${last} 最多 90 天，请分段查询`)
  return { from, until }
}

/** The place and radius (m) of the search, if any. */
function nearOf({ number }: Params) {
  const [latitude, longitude] = placeOf({ number })
  const radiusM = number('radius')
  if (latitude === undefined || longitude === undefined) {
    if (radiusM !== undefined) throw trouble(400, 'radius 要和 lat、long 一起给')
    return undefined
  }
  if (radiusM !== undefined && (radiusM < 1 || radiusM > PUBLISHED_RADIUS_M))
    throw trouble(400, `radius 要在 1 到 ${PUBLISHED_RADIUS_M} 米之间`)
  return { latitude, longitude, radiusM: Math.round(radiusM ?? RADIUS_M) }
}

/** Latitude and longitude, both or neither. */
export function placeOf({ number }: Pick<Params, 'number'>) {
  const [latitude, longitude] = [number('lat'), number('long')]
  if ((latitude === undefined) !== (longitude === undefined)) throw trouble(400, 'lat 和 long 要一起给')
  if (Math.abs(latitude ?? 0) > 90) throw trouble(400, 'lat 要在 -90 到 90 之间')
  if (Math.abs(longitude ?? 0) > 180) throw trouble(400, 'long 要在 -180 到 180 之间')
  return [latitude, longitude] as const
}

/** The service codes of the search; an unknown one is an error, not an empty search. */
function kindsOf({ many }: Params) {
  return many('service_code')?.map((code) => {
    if (!isServiceCode(code)) throw trouble(404, `没有 service_code “${code.slice(0, 40)}”，见 services`)
    return code
  })
}

function statusesOf({ many }: Params) {
  return many('status')?.map((status) => {
    const known = publishedStatuses.find(each => each === status.toLowerCase())
    if (!known) throw trouble(400, 'status 只能是 open 或 closed')
    return known
  })
}

/** Numbers among these ids; an id that is no number names no report. */
export function numbersIn(ids: readonly string[]): number[] {
  if (ids.length > PUBLISHED_PAGE_MAX)
    throw trouble(400, `一次最多查 ${PUBLISHED_PAGE_MAX} 个 service_request_id`)
  return ids.filter(id => /^\d{1,10}$/.test(id)).map(Number).filter(n => n >= 1 && n < 2 ** 31)
}

/** Whether the answer is to have fields beyond the specification. */
export function wantsExtensions({ one }: Params): boolean {
  const said = one('extensions')?.toLowerCase()
  if (said !== undefined && !['true', 'false', '1', '0'].includes(said))
    throw trouble(400, 'extensions 只能是 true 或 false')
  return said === 'true' || said === '1'
}

/** What `GET requests` asks for. Ids override everything else. */
export function searchIn(params: Params, now: number): PublishedInput {
  const pageSize = params.whole('page_size', PUBLISHED_PAGE_MAX) ?? PUBLISHED_PAGE_MAX
  const page = params.whole('page', PUBLISHED_DEPTH_MAX) ?? 1
  const paged = { page, pageSize, withHistory: wantsExtensions(params) }
  const ids = params.many('service_request_id')
  if (ids) return { ...paged, page: 1, pageSize: PUBLISHED_PAGE_MAX, numbers: numbersIn(ids) }
  if (page * pageSize > PUBLISHED_DEPTH_MAX)
    throw trouble(400, `翻页最多到第 ${PUBLISHED_DEPTH_MAX} 条，请用 start_date、end_date 分段查询`)
  const changed = spanOf(params, ['updated_after', 'updated_before'], now)
  const filed = spanOf(params, ['start_date', 'end_date'], now)
    ?? (changed ? undefined : { from: Math.max(0, now - SPAN_MS), until: now })
  const [kinds, statuses, near] = [kindsOf(params), statusesOf(params), nearOf(params)]
  return {
    ...paged,
    ...filed && { filed },
    ...changed && { changed },
    ...kinds && { kinds },
    ...statuses && { statuses },
    ...near && { near },
  }
}
