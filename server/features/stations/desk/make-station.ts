import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { MakeStation, StationBasics } from '#shared/stations/desk-schemas.ts'
import type { InferOutput } from 'valibot'
import { areaExists } from '#server/core/areas/index.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { areasOf, isInside } from '#server/core/posts/index.ts'
import {
  nudgeKiosks,
  nudgeStationNames,
  nudgeStations,
  requireStation,
  saveFormerOpening,
  stations,
} from '#server/core/stations/index.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { bitsOf } from '#shared/stations/groups.ts'
import { bitOf } from '#shared/stations/rules.ts'
import { eq } from 'drizzle-orm'

/** The area must be a street at least, since a district or the city does not tell where the station is. */
const AREA_LENGTH_MIN = 9

/** Decides `stations.make`. */
export const makeStation: Handler<'stations.make'> = async (input, context) => {
  requireArea(context, input.areaId)
  await insertStation(context, input)
  nudgeStations(context)
  nudgeStationNames(context)
  context.about({ areaId: input.areaId, reason: nameOf(input) })
}

/** Decides `stations.change`: writes the basics as a whole, if nobody changed them since they were seen. */
export const changeStation: Handler<'stations.change'> = async (input, context) => {
  const { tx } = context
  const { stationId, seen, areaId } = input
  await requireStation(context, stationId)
  requireArea(context, areaId)
  const locked = (await lockRow(tx, stations, { id: stationId }))!
  await requireSeen(context, seen, locked.changed.basics)
  if (locked.isSelfService !== input.isSelfService) await saveFormerOpening(tx, stationId, context.now)
  await tx
    .update(stations)
    .set({ ...columnsOf(input), ...versionOf(context, locked.changed, ['basics']) })
    .where(eq(stations.id, stationId))
  nudgeStations(context)
  nudgeStationNames(context)
  await nudgeKiosks(context, stationId)
  context.about({ areaId, reason: nameOf({ ...input, number: locked.number }) })
}

/** Refuses an area that does not exist, is larger than a street, or lies outside the actor's. */
export function requireArea({ actor }: Pick<CommandContext, 'actor'>, areaId: string): void {
  if (areaId.length < AREA_LENGTH_MIN || !areaExists(areaId))
    throw new Refused({ code: 'stations.areaUnknown' })
  if (!isInside(areaId, areasOf(actor))) throw new Refused({ code: 'command.notYourArea' })
}

/** Opens the station; refuses an id or a number that another one has. */
export async function insertStation(
  context: CommandContext,
  { stationId, number, week, phone, ...basics }: InferOutput<typeof MakeStation>,
): Promise<void> {
  const { tx } = context
  const made = await insertOnce(tx, stations, {
    id: stationId,
    number,
    week,
    phone,
    ...columnsOf(basics),
    ...versionOf(context, {}, ['basics', 'hours', 'phone']),
  })
  if (made > 0) return
  const isIdTaken = await tx.$count(stations, eq(stations.id, stationId)) > 0
  throw new Refused({ code: isIdTaken ? 'stations.idTaken' : 'stations.numberTaken' })
}

/** The basics as their columns. */
export const columnsOf = (basics: StationBasics) => ({
  name: basics.name,
  kind: basics.kind,
  areaId: basics.areaId,
  address: basics.address,
  ...basics.place,
  facilities: [...new Set(basics.facilities)].reduce((bits, facility) => bits + bitOf(facility), 0),
  isSelfService: basics.isSelfService,
  ...basics.groups && { groups: bitsOf(basics.groups) },
})

type Part = keyof Station['changed']
/** The versions of all parts after some of them were changed now. */
export const versionOf = (
  { now, actor }: Pick<CommandContext, 'now' | 'actor'>,
  before: Station['changed'],
  parts: readonly Part[],
): Pick<Station, 'changed'> => ({
  changed: {
    ...before,
    ...Object.fromEntries(parts.map(part => [part, { at: now, by: actor.accountId }])),
  },
})

const nameOf = ({ number, name }: { number: number, name: string }) => `${number} ${name}`
