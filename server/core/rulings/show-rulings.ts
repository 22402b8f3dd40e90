import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { RulingView } from '#shared/rulings/schemas.ts'
import type { Line } from './changes.ts'
import { cityCode, nameOfArea } from '#server/core/areas/index.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { rulingKeys } from '#shared/rulings/schemas.ts'
import { and, asc, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { changesOf, linesOf, textOf } from './changes.ts'
import { isLastRuling, rulingNow, valueOf } from './rulings.ts'
import { rulings } from './tables.ts'

/**
 * Answers `rulings.inForce`: the rulings that matter to those who report. Read from the database, since
 * another process's ruling may not be in this one's cache yet.
 */
export const cityRules: QueryHandler<'rulings.inForce'> = async (_input, { read }) => ({
  limits: await rulingNow(read, 'limits'),
  points: await rulingNow(read, 'points'),
  caps: await rulingNow(read, 'caps'),
  volunteering: await rulingNow(read, 'volunteering'),
  voices: await rulingNow(read, 'voices'),
})

export const deskTemplates: QueryHandler<'rulings.templates'> = async (_input, { read }) =>
  await rulingNow(read, 'templates')

/** Answers `rulings.book`: every ruling in words, with when it was changed last. */
export const rulingBook: QueryHandler<'rulings.book'> = async (_input, { read }) => {
  const made = await read
    .select({ ruling: rulings, by: accounts.name })
    .from(rulings)
    .innerJoin(accounts, eq(accounts.id, rulings.by))
    .where(isLastRuling)
  const unitName = await unitNames(read)
  const book = rulingKeys.map(async (key) => {
    const last = made.find(({ ruling }) => ruling.key === key)
    const lines = linesOf(key, last ? valueOf(key, last.ruling.value) : builtIn[key], unitName)
    const areaName = await areaNames(read, lines)
    return {
      key,
      lines: lines.map(line => ({
        name: line.name,
        areaName: line.areaId === null ? null : areaName(line.areaId),
        text: textOf(line),
      })),
      from: last?.ruling.from ?? null,
      by: last?.by ?? null,
      reason: last?.ruling.reason ?? null,
    }
  })
  return await Promise.all(book)
}

/** What each unit is called. */
async function unitNames(read: Reader): Promise<(unitId: string) => string> {
  const rows = await read.select({ id: units.id, name: units.name }).from(units)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return unitId => names.get(unitId) ?? '处置单位'
}

/** What the areas of these lines are called. */
async function areaNames(read: Reader, lines: readonly Line[]): Promise<(areaId: string) => string> {
  const codes = new Set(lines.flatMap(({ areaId }) => areaId ?? []))
  const names = new Map(await Promise.all([...codes].map(async code =>
    [code, code === cityCode() ? '全市' : await nameOfArea(read, code)] as const)))
  return areaId => names.get(areaId) ?? areaId
}

/** What a ruling replaced; null where that was the built-in one. */
const valueBefore = sql`(select earlier.value from rulings as earlier
  where earlier.key = ${rulings.key} and earlier.seq = ${rulings.seq} - 1)`.mapWith(rulings.value)
/** Answers `rulings.history`: what was ruled, the latest first, each beside what it replaced. */
export const rulingHistory: QueryHandler<'rulings.history'> = async (asked, { read }) => {
  const { key, from, to, ...range } = asked
  const meant = and(
    key === undefined ? undefined : eq(rulings.key, key),
    from === undefined ? undefined : gte(rulings.from, startOfDay(from)),
    to === undefined ? undefined : lt(rulings.from, startOfDay(to) + DAY_MS),
  )
  const { rows, hasMore } = await pageOf({
    range,
    rank: rulings.from,
    read: async (within, limit) =>
      await read
        .select({ ruling: rulings, before: valueBefore, by: accounts.name })
        .from(rulings)
        .innerJoin(accounts, eq(accounts.id, rulings.by))
        .where(and(meant, within))
        .orderBy(desc(rulings.from), desc(rulings.key), desc(rulings.seq))
        .limit(limit),
    rankOf: ({ ruling }) => ruling.from,
  })
  const unitName = await unitNames(read)
  const shown = rows.map(async ({ ruling: { key, seq, value, from, reason }, before, by }) => {
    const old = linesOf(key, before === null ? builtIn[key] : valueOf(key, before), unitName)
    const now = linesOf(key, valueOf(key, value), unitName)
    const areaName = await areaNames(read, [...old, ...now])
    const { texts, areaIds } = changesOf(old, now, areaName)
    return {
      id: `${key}-${seq}`,
      key,
      changes: texts,
      areaNames: areaIds.filter(code => code !== cityCode()).map(areaName),
      from,
      by: by ?? '',
      reason,
    }
  })
  return { rulings: await Promise.all(shown), total: await read.$count(rulings, meant), hasMore }
}

/** A ruling with its history, down to the built-in one. */
export const oneRuling: QueryHandler<'rulings.one'> = async ({ key, ...range }, { read }) => {
  const { rows, hasMore } = await pageOf({
    range,
    most: 20,
    rank: rulings.seq,
    read: async (within, limit) =>
      await read
        .select({ ruling: rulings, by: accounts.name })
        .from(rulings)
        .innerJoin(accounts, eq(accounts.id, rulings.by))
        .where(and(eq(rulings.key, key), within))
        .orderBy(desc(rulings.seq))
        .limit(limit),
    rankOf: ({ ruling }) => ruling.seq,
  })
  const made = rows.map(({ ruling: { seq, value, from, reason }, by }) =>
    ({ rank: seq, value: valueOf(key, value), from, by: by ?? '', reason }))
  const { before = 1, until = 0 } = range
  const isBuiltInNext = !hasMore && before > 0 && until <= 0
  const first = { rank: 0, value: builtIn[key], from: null, by: null, reason: null }
  // TypeScript can't tie a key to its own value inside a union.
  return { key, rulings: isBuiltInNext ? [...made, first] : made, hasMore } as RulingView
}

/** Every unit, by name. */
export const routeUnits: QueryHandler<'rulings.units'> = async (_input, { read }) =>
  await read
    .select({ id: units.id, name: units.name, areaId: units.areaId })
    .from(units)
    .orderBy(asc(units.name))
