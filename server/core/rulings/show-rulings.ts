import type { QueryHandler } from '#server/sync/context.ts'
import type { RulingView } from '#shared/rulings/schemas.ts'
import { accounts, units } from '#server/core/identity/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { rulingKeys } from '#shared/rulings/schemas.ts'
import { and, asc, desc, eq } from 'drizzle-orm'
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

/** Answers `rulings.book`: every ruling, with when it was changed last. */
export const rulingBook: QueryHandler<'rulings.book'> = async (_input, { read }) => {
  const made = await read
    .select({ key: rulings.key, from: rulings.from, by: accounts.name, reason: rulings.reason })
    .from(rulings)
    .innerJoin(accounts, eq(accounts.id, rulings.by))
    .where(isLastRuling)
  return rulingKeys.map(key =>
    made.find(ruling => ruling.key === key) ?? { key, from: null, by: null, reason: null })
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
