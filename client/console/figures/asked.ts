import type { LocationQuery } from 'vue-router'
import { monthAfter, monthOf } from '#shared/figures/rules.ts'
import { MONTHS_MAX } from '#shared/figures/schemas.ts'
import { AreaCode } from '#shared/kernel/fields.ts'
import { is } from 'valibot'

/** An area and Shanghai months, both included. */
export interface Asked { readonly areaId: string, readonly from: string, readonly to: string }
export const besideNames = { before: '前一段时间', year: '去年同期' } as const

const isMonth = (given: unknown): given is string =>
  typeof given === 'string' && /^2\d{3}-(?:0[1-9]|1[0-2])$/.test(given)
const isSpan = (given: unknown): given is keyof typeof besideNames =>
  typeof given === 'string' && Object.hasOwn(besideNames, given)
const isArea = (given: unknown): given is string => is(AreaCode, given)

/** The months that an address names, or the last twelve. Words that name none are left out. */
export function askedIn({ area, from, to }: LocationQuery, own: string, now: number): Asked {
  const last = isMonth(to) ? to : monthOf(now)
  const wanted = isMonth(from) ? from : monthAfter(last, -11)
  const first = wanted > last ? last : wanted
  const least = monthAfter(last, 1 - MONTHS_MAX)
  return { areaId: isArea(area) ? area : own, from: first < least ? least : first, to: last }
}

const monthsIn = ({ from, to }: Asked): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5)) - Number(from.slice(5)) + 1

/** What stands beside: the months before, the same a year ago, or another area; null for nothing. */
export function besideIn(query: LocationQuery, asked: Asked): Asked | null {
  const beside: unknown = query.beside
  if (isArea(beside)) return beside === asked.areaId ? null : { ...asked, areaId: beside }
  if (!isSpan(beside)) return null
  const back = beside === 'year' ? 12 : monthsIn(asked)
  return { ...asked, from: monthAfter(asked.from, -back), to: monthAfter(asked.to, -back) }
}

const monthText = (month: string) => `${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`
export const monthsText = ({ from, to }: Pick<Asked, 'from' | 'to'>): string =>
  from === to ? monthText(from) : `${monthText(from)}至 ${monthText(to)}`
