import type { Reader } from '#server/database/database.ts'
import { monthAfter } from '#shared/figures/rules.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { isPublished } from '#shared/reports/published.ts'
import { and, gte, inArray, lt, not, or } from 'drizzle-orm'
import { reports } from '../tables.ts'
import { areShown } from './published-reports.ts'

const PLACE_CELLS = /,[\d.]*,[\d.]*(,[^,]*)$/

/**
 * A month's file (CSV; the number is the first cell, the place the one before the last) without the lines of
 * reports that are not public any more, and without the places of those declined or merged since. Everything
 * else stays as of the month's end.
 */
export async function stillPublished(read: Reader, month: string, text: string): Promise<string> {
  const { number, kind, state, filedAt } = reports
  const changed = await read
    .select({ number, kind, state })
    .from(reports)
    .where(and(
      gte(filedAt, startOfDay(`${month}-01`)),
      lt(filedAt, startOfDay(`${monthAfter(month, 1)}-01`)),
      or(not(areShown()), inArray(state, ['declined', 'merged'])),
    ))
  const shown = new Map(changed.map(each => [String(each.number), isPublished(each.kind, each.state)]))
  const lines = text.split('\r\n').flatMap((line) => {
    const isShown = shown.get(line.slice(0, line.indexOf(',')))
    if (isShown === undefined) return [line]
    return isShown ? [line.replace(PLACE_CELLS, ',,$1')] : []
  })
  return lines.join('\r\n')
}
