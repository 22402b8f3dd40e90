import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { FindBearer } from '#server/sync/feature.ts'
import type { CaseEnd } from '#shared/reports/case-schemas.ts'
import type { ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { SQL } from 'drizzle-orm'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { units } from '#server/core/identity/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { fromBase64Url, fromHex, joinBytes, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { caseEndTexts } from '#shared/reports/case-schemas.ts'
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { caseLinks, reports } from '../tables.ts'

const ID_BYTES = 8
/**
 * The length of the digest. Together with the id it makes 24 bytes, which are 32 characters, short enough for
 * a variable of an SMS.
 */
const MAC_BYTES = 16
/** How long a link is valid at most. */
export const CASE_TERM_MS = 30 * DAY_MS

type CaseLink = typeof caseLinks.$inferSelect
type WithUnit = Pick<typeof reports.$inferSelect, 'id' | 'unitId' | 'state'>

const macOf = (id: string): Uint8Array => keyedHash('case links', id).subarray(0, MAC_BYTES)

/** A link's secret: its id and a digest of that under the city's secret. It is stored nowhere. */
export const secretOf = (id: string): string => toBase64Url(joinBytes(fromHex(id), macOf(id)))

/** The id in a link's secret; undefined if we did not make exactly this secret. */
export function idIn(secret: string): string | undefined {
  const bytes = fromBase64Url(secret)
  if (bytes?.length !== ID_BYTES + MAC_BYTES) return undefined
  const id = toHex(bytes.subarray(0, ID_BYTES))
  return timingSafeEqual(bytes.subarray(ID_BYTES), macOf(id)) ? id : undefined
}

const withUnit: readonly ReportState[] = ['assigned', 'working']
/** The unit that works on the report; null if none does. */
export const workingUnit = ({ unitId, state }: Pick<WithUnit, 'unitId' | 'state'>): string | null =>
  withUnit.includes(state) ? unitId : null

export type FoundLink = Awaited<ReturnType<typeof linksWhere>>[number]
const linksWhere = (read: Reader, condition: SQL | undefined) =>
  read
    .select({ link: caseLinks, report: reports, unit: units })
    .from(caseLinks)
    .innerJoin(reports, eq(reports.id, caseLinks.reportId))
    .innerJoin(units, eq(units.id, caseLinks.unitId))
    .where(condition)
    // Of two links made in the same millisecond, the open one comes first.
    .orderBy(sql`case when ${caseLinks.endedAt} is null then 0 else 1 end`, desc(caseLinks.madeAt))
    .limit(1)

/** A link with its report and unit; undefined where there is no such link. */
export const findLink = async (read: Reader, id: string): Promise<FoundLink | undefined> =>
  (await linksWhere(read, eq(caseLinks.id, id)))[0]

/** The latest link of a report; undefined where there was none. */
export const latestLink = async (read: Reader, reportId: string): Promise<FoundLink | undefined> =>
  (await linksWhere(read, eq(caseLinks.reportId, reportId)))[0]

/** Why a link has ended at an instant (ms); undefined for a valid one. */
export function overBy({ link, report, unit }: FoundLink, now: number): CaseEnd | undefined {
  if (link.endedAt !== null) return link.endedBy ?? 'revoked'
  if (now >= link.until) return 'expired'
  if (!unit.worksByLink) return 'revoked'
  return workingUnit(report) === link.unitId ? undefined : 'passedOn'
}

/** The actor for a request with a link: it acts for the link's unit on its report, and has no account. */
export const caseBearer: FindBearer = async ({ database: { read }, clock }, secret) => {
  const id = idIn(secret)
  const found = id === undefined ? undefined : await findLink(read, id)
  if (!found) return undefined
  const { link } = found
  const over = overBy(found, clock())
  if (over) return { over, message: caseEndTexts[over] }
  return {
    accountId: `case ${link.id}`,
    role: 'bearer',
    areaId: null,
    posts: [],
    link: { id: link.id, ref: link.reportId, unitId: link.unitId },
  }
}

/** The open link of a report; undefined if it has none. */
export async function openLinkOf(read: Reader, reportId: string): Promise<CaseLink | undefined> {
  const isOpen = and(eq(caseLinks.reportId, reportId), isNull(caseLinks.endedAt))
  const [link] = await read.select().from(caseLinks).where(isOpen)
  return link
}

/** Ends the open link of a report, if there is one. */
export async function endLink({ tx, now }: CommandContext, reportId: string, why: CaseEnd): Promise<void> {
  const isOpen = and(eq(caseLinks.reportId, reportId), isNull(caseLinks.endedAt))
  await tx.update(caseLinks).set({ endedAt: now, endedBy: why }).where(isOpen)
}

/** Makes the link of a report for its unit; the caller has ended the former one. */
export async function makeLink({ tx, now }: CommandContext, report: WithUnit): Promise<void> {
  const { id: reportId, unitId } = report
  const [unit] = await tx.select().from(units).where(eq(units.id, unitId ?? ''))
  if (!unit?.worksByLink) return
  await tx.insert(caseLinks).values({
    id: randomBytes(ID_BYTES).toString('hex'),
    reportId,
    unitId: unit.id,
    madeAt: now,
    until: now + CASE_TERM_MS,
    message: unit.linkPhone === null ? 'none' : 'waiting',
  })
}

/** Steps by which a unit gets a report to work on. */
const gives: readonly ReportStep[] = ['assigned', 'reopened']

/** After a step: ends the link of the unit that had the report, and makes one for the unit that gets it. */
export async function followWithLink(
  context: CommandContext,
  step: ReportStep,
  before: WithUnit,
  after: WithUnit,
): Promise<void> {
  const [had, has] = [workingUnit(before), workingUnit(after)]
  const isGiven = has !== null && gives.includes(step)
  if (had !== null && (isGiven || had !== has)) await endLink(context, after.id, endFor(had, after))
  if (isGiven) await makeLink(context, after)
  if (had !== has || isGiven) context.nudge('*', 'cases.ofReport')
}

function endFor(had: string, after: WithUnit): CaseEnd {
  if (after.unitId === had) return workingUnit(after) === had ? 'renewed' : 'settled'
  return after.unitId === null ? 'handedBack' : 'passedOn'
}
