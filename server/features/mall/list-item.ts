import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ListItem } from '#shared/mall/schemas.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { replacePhoto } from '#server/core/media/index.ts'
import { stationsIn } from '#server/core/stations/index.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, inArray, notInArray } from 'drizzle-orm'
import { nudgeMall } from './shelf.ts'
import { mallItems, mallStock } from './tables.ts'

/**
 * Lists an item or changes it, except for its kind, if nobody else has changed it since it was looked at. A
 * new price counts for orders from now on.
 */
export const listItem: Handler<'mall.list'> = async (input, context) => {
  const { tx, actor, now, nudge } = context
  const { itemId, kind, photo = null } = input
  const known = await lockRow(tx, mallItems, { id: itemId })
  if (known && known.kind !== kind) throw new Refused({ code: 'mall.idTaken' })
  if (known && await isSentAgain(context, known, input)) return context.changedNothing()
  const last = known && { at: known.changedAt, by: known.changedBy }
  await requireSeen(context, input.seen, last)
  await replacePhoto(context, known?.photo ?? null, photo)

  const item = rowOf(input)
  const changed = { ...item, changedAt: now, changedBy: actor.accountId }
  await tx
    .insert(mallItems)
    .values({ ...changed, id: itemId, kind })
    .onConflictDoUpdate({ target: mallItems.id, set: changed })
  await offerAt(context, itemId, [...new Set(input.stations)])
  nudge('*', 'mall.myOrders')
  nudgeMall(context)
  context.about({ reason: input.name })
}

/** Whether the actor has just listed exactly this, and only the answer was lost. */
async function isSentAgain(
  { tx, actor }: CommandContext,
  known: typeof mallItems.$inferSelect,
  input: ListItem,
): Promise<boolean> {
  const item = rowOf(input)
  const isSame = (Object.keys(item) as (keyof typeof item)[]).every(key => item[key] === known[key])
  if (known.changedBy !== actor.accountId || !isSame) return false
  const offered = await tx
    .select({ id: mallStock.stationId })
    .from(mallStock)
    .where(and(eq(mallStock.itemId, known.id), eq(mallStock.isOffered, true)))
  const wanted = new Set(input.stations)
  return offered.length === wanted.size && offered.every(({ id }) => wanted.has(id))
}

const rowOf = ({ category, name, words, photo, price, perPerson, from, to, donor, isListed }: ListItem) => ({
  category,
  name,
  words,
  photo: photo ?? null,
  price,
  perPerson: perPerson ?? null,
  fromDay: from ?? null,
  toDay: to ?? null,
  donorName: donor?.name ?? null,
  donorWords: donor?.words ?? null,
  isListed,
})

/** Offers an item at exactly these stations. Pieces at other stations stay there. */
async function offerAt({ tx }: CommandContext, itemId: string, stationIds: string[]) {
  const known = new Set((await stationsIn(tx)).map(({ id }) => id))
  if (stationIds.some(id => !known.has(id))) throw new Refused({ code: 'stations.unknown' })
  const ofItem = eq(mallStock.itemId, itemId)
  await tx
    .update(mallStock)
    .set({ isOffered: false })
    .where(
      and(
        ofItem,
        eq(mallStock.isOffered, true),
        stationIds.length > 0 ? notInArray(mallStock.stationId, stationIds) : undefined,
      ),
    )
  if (stationIds.length === 0) return
  const rows = stationIds.toSorted().map(stationId => ({ itemId, stationId, isOffered: true }))
  await insertOnce(tx, mallStock, rows)
  await tx
    .update(mallStock)
    .set({ isOffered: true })
    .where(and(ofItem, eq(mallStock.isOffered, false), inArray(mallStock.stationId, stationIds)))
}
