import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ChangeableColumn, ImportedStations } from '#shared/stations/desk-schemas.ts'
import type { ReadLine } from './read-line.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import {
  closedDays,
  nudgeAllKiosks,
  nudgeStationNames,
  nudgeStations,
  saveFormerOpening,
  stations,
} from '#server/core/stations/index.ts'
import { locked } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { groupsIn } from '#shared/stations/groups.ts'
import { facilitiesIn } from '#shared/stations/rules.ts'
import { asc, eq, inArray } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { columnsOf, insertStation, requireArea, versionOf } from './make-station.ts'
import { areasOnce, readLine } from './read-line.ts'

/** The hours of a new station whose table has none: nine to six every day. */
const USUAL_WEEK = Array.from({ length: 7 }, () => [540, 1080] as const)

type Change = Omit<ImportedStations['changed'][number], 'line'>
interface Import {
  readonly dryRun: boolean
  readonly seen: number | undefined
  readonly known: ReadonlyMap<number, Station>
}

/** Decides `stations.import`: opens and changes stations line by line, and returns the refused lines. */
export const importStations: Handler<'stations.import'> = async ({ rows, dryRun, seen }, context) => {
  const areas = areasOnce(context.tx)
  const read = await Promise.all(rows.map(row => readLine(row, areas)))
  const numbers = read.flatMap(line => typeof line === 'string' ? [] : [line.number])
  const known = await lockNumbered(context, numbers)
  const did: ImportedStations = { made: [], changed: [], same: 0, refused: [], asOf: context.now }
  const taken = new Set<number>()
  async function outcomeOf(line: ReadLine | string) {
    if (typeof line === 'string') return line
    if (taken.has(line.number)) return 'stations.numberTwice'
    const outcome = await takeLine(context, line, { dryRun, seen, known })
    if (outcome === 'made' || typeof outcome !== 'string') taken.add(line.number)
    return outcome
  }
  for (const [at, line] of read.entries()) {
    const outcome = await outcomeOf(line)
    if (outcome === 'made') did.made.push(at + 1)
    else if (typeof outcome === 'string') did.refused.push({ line: at + 1, code: outcome })
    else if (outcome.columns.length > 0) did.changed.push({ line: at + 1, ...outcome })
    else did.same++
  }
  if (!dryRun && did.made.length + did.changed.length > 0) {
    nudgeStations(context)
    nudgeStationNames(context)
    nudgeAllKiosks(context)
  }
  const [made, changed] = [did.made.length, did.changed.length]
  const reason = `${dryRun ? '试导入，' : ''}新增 ${made}，修改 ${changed}，共 ${rows.length} 条`
  context.about({ kind: 'import', reason })
  return did
}

/** Locks the stations in the order of their ids, so that two imports at once can't deadlock. */
async function lockNumbered({ tx }: CommandContext, numbers: readonly number[]) {
  const isNamed = inArray(stations.number, [...new Set(numbers)])
  const rows = await locked(tx.select().from(stations).where(isNamed).orderBy(asc(stations.id)))
  return new Map(rows.map(station => [station.number, station]))
}

/** Opens or changes the station of a line, or returns the code of the refusal. */
async function takeLine(
  context: CommandContext,
  line: ReadLine,
  { dryRun, seen, known }: Import,
): Promise<Change | 'made' | string> {
  const station = known.get(line.number)
  try {
    if (station && !isInside(station.areaId, areasOf(context.actor)))
      throw new Refused({ code: 'command.notYourArea' })
    requireArea(context, line.basics.areaId)
    if (!station) {
      if (!dryRun) await insertStation(context, newStation(line))
      return 'made'
    }
    const columns = changedColumns(station, line)
    requireUnchanged(context, { station, columns, since: [line.version, seen] })
    if (!dryRun && columns.length > 0) await changeColumns(context, station, line, columns)
    return { columns }
  }
  catch (error) {
    if (error instanceof Refused) return error.refusal.code
    throw error
  }
}

const newStation = ({ number, basics, facilities, isSelfService, groups, week, phone }: ReadLine) => ({
  ...basics,
  stationId: uuidv7(),
  number,
  facilities: [...facilities ?? []],
  isSelfService: isSelfService ?? false,
  ...groups && { groups: [...groups] },
  week: week ?? USUAL_WEEK,
  phone: phone ?? null,
})

/** The station's basics after a line. */
const basicsAfter = (station: Station, { basics, facilities, isSelfService, groups }: ReadLine) => columnsOf({
  ...basics,
  facilities: [...facilities ?? facilitiesIn(station.facilities)],
  isSelfService: isSelfService ?? station.isSelfService,
  groups: [...groups ?? groupsIn(station.groups)],
})

/** Tables have five decimals of a degree, about a metre; a smaller difference is none. */
const SAME_DEGREES = 0.000_006
const isSame = (a: number, b: number) => Math.abs(a - b) < SAME_DEGREES

function changedColumns(station: Station, line: ReadLine): ChangeableColumn[] {
  const after = basicsAfter(station, line)
  const { week, phone } = line
  const changes: Record<ChangeableColumn, boolean> = {
    name: after.name !== station.name,
    kind: after.kind !== station.kind,
    area: after.areaId !== station.areaId,
    address: after.address !== station.address,
    place: !isSame(after.latitude, station.latitude) || !isSame(after.longitude, station.longitude),
    isSelfService: after.isSelfService !== station.isSelfService,
    groups: after.groups !== station.groups,
    facilities: after.facilities !== station.facilities,
    hours: week !== undefined && JSON.stringify(week) !== JSON.stringify(station.week),
    phone: phone !== undefined && phone !== station.phone,
  }
  return (Object.keys(changes) as ChangeableColumn[]).filter(column => changes[column])
}

type Part = 'basics' | 'hours' | 'phone'
const partOf = (column: ChangeableColumn): Part =>
  column === 'hours' || column === 'phone' ? column : 'basics'

interface Seen {
  readonly station: Station
  readonly columns: readonly ChangeableColumn[]
  /** When the table was exported, and when it was tried. */
  readonly since: readonly (number | undefined)[]
}

/** Refuses to overwrite what somebody else has changed since; one's own changes are allowed. */
function requireUnchanged({ actor }: CommandContext, { station, columns, since }: Seen): void {
  const isSurprise = columns.some((column) => {
    const last = station.changed[partOf(column)]
    return last && last.by !== actor.accountId && since.some(seen => seen !== undefined && last.at > seen)
  })
  if (isSurprise) throw new Refused({ code: 'stations.changedSince' })
}

async function changeColumns(
  context: CommandContext,
  station: Station,
  line: ReadLine,
  columns: readonly ChangeableColumn[],
): Promise<void> {
  const { tx, now } = context
  const { id, exceptions } = station
  const week = columns.includes('hours') ? line.week : undefined
  if (week || columns.includes('isSelfService')) await saveFormerOpening(tx, id, now)
  const closes = week !== undefined && closedDays(station, { week, exceptions }, now).length > 0
  const parts = [...new Set(columns.map(partOf))]
  await tx
    .update(stations)
    .set({
      ...parts.includes('basics') && basicsAfter(station, line),
      ...week && { week },
      ...closes && { closureAt: station.closureAt ?? now },
      ...columns.includes('phone') && { phone: line.phone },
      ...versionOf(context, station.changed, parts),
    })
    .where(eq(stations.id, id))
}
