import type { Reader } from '#server/database/database.ts'
import type { Feature, PromiseSource } from '#server/sync/feature.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { Kept } from '#shared/promises/rules.ts'
import type { SQL } from 'drizzle-orm'
import { inArea } from '#server/core/areas/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { addKept, noneKept } from '#shared/promises/rules.ts'
import { and, desc, gte, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'

let sources: readonly PromiseSource[] = []

/** Registers where promises are stored; features name that in their faces. */
export function usePromises(faces: readonly Pick<Feature, 'promises' | 'personal'>[]): void {
  sources = faces.flatMap(({ promises }) => promises ?? [])
}

/** A span of time (ms): `from` is included, `until` is not. */
interface Span { readonly from: number, readonly until: number }

/**
 * Counts the promises by the code of the area in which each was made: those closed in a span, and those open
 * and overdue at its end. The first day promised counts, even if it was moved later. A voice whose answer was
 * taken back is open again, as if it had never been answered.
 */
export async function keptPromises(read: Reader, span: Span): Promise<ReadonlyMap<string, Kept>> {
  const kept = new Map<string, Kept>()
  for (const source of sources) {
    const counts = [...await met(read, source, span), ...await unmet(read, source, span)]
    for (const { areaId, ...counted } of counts)
      kept.set(areaId, addKept(kept.get(areaId) ?? noneKept, counted))
  }
  return kept
}

const countOf = (condition: SQL) => sql<number>`sum(case when ${condition} then 1 else 0 end)`.mapWith(Number)

/** An area to group by: by its bare column SQLite reads all that is there, in the order of areas. */
const groupOf = ({ areaId }: PromiseSource) => sql<string>`coalesce(${areaId}, '')`

/** Counts by area. A promise met after the span's end was overdue at that end, if its day had passed. */
async function met(read: Reader, source: PromiseSource, { from, until }: Span) {
  const { table, promisedAt, metAt } = source
  const isClosed = sql`${metAt} < ${until}`
  return await read
    .select({
      areaId: groupOf(source),
      onTime: countOf(sql`${isClosed} and ${metAt} <= ${promisedAt}`),
      closed: countOf(isClosed),
      overdue: countOf(sql`not ${isClosed} and ${promisedAt} < ${until}`),
    })
    .from(table)
    .where(and(gte(metAt, from), sql`${promisedAt} is not null`))
    .groupBy(groupOf(source))
}

async function unmet(read: Reader, source: PromiseSource, { until }: Span) {
  const { table, promisedAt, metAt, isWaiting } = source
  return await read
    .select({
      areaId: groupOf(source),
      onTime: sql<number>`0`.mapWith(Number),
      closed: sql<number>`0`.mapWith(Number),
      overdue: sql<number>`count(*)`.mapWith(Number),
    })
    .from(table)
    .where(and(isNull(metAt), lt(promisedAt, until), isWaiting))
    .groupBy(groupOf(source))
}

/** The promises of an area behind a figure of `keptPromises`, latest met or due first, by source. */
export const promisesBehind = (read: Reader, figure: keyof Kept, areaId: string, span: Span) =>
  sources.map(({ table, id, areaId: area, promisedAt, metAt, isWaiting }) => {
    const isClosed = and(isNotNull(promisedAt), gte(metAt, span.from), lt(metAt, span.until))
    const meant = and(inArea(area, areaId), {
      closed: isClosed,
      onTime: and(isClosed, sql`${metAt} <= ${promisedAt}`),
      overdue: and(lt(promisedAt, span.until), or(gte(metAt, span.until), and(isNull(metAt), isWaiting))),
    }[figure])
    const at = figure === 'overdue' ? promisedAt : metAt
    return {
      total: async () => await read.$count(table, meant),
      page: async (range: PageRange) => await pageOf({
        range,
        rank: at,
        read: async (within, limit) => await read
          .select({
            id: sql<string>`${id}`,
            areaId: sql<string>`${area}`,
            promisedAt: sql`${promisedAt}`.mapWith(Number),
            metAt: sql<number | null>`${metAt}`,
            rank: sql`${at}`.mapWith(Number),
          })
          .from(table)
          .where(and(meant, within))
          .orderBy(desc(at), desc(id))
          .limit(limit),
        rankOf: ({ rank }) => rank,
      }),
    }
  })
