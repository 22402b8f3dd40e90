import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { requirePhotos } from '#server/core/media/index.ts'
import { faults, findStation, noteFailure, notifyKeepers, wasAtDoor } from '#server/core/stations/index.ts'
import { insertOnce, locked } from '#server/database/rows.ts'
import { lengthOf } from '#shared/kernel/text.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, isNull } from 'drizzle-orm'

/** The most that an open fault grows to, three full reports: a keeper reads a list of faults on a phone. */
const FAULT_WORDS_MAX = 1000

type Input = CommandInput<'stations.reportFault'>
type Fault = typeof faults.$inferSelect
/** What a report says that nobody has said yet. */
type News = 'fault' | 'words' | 'photo' | 'nothing'

/**
 * Decides `stations.reportFault`. A door that did not open also counts as a failed entry, but only from
 * somebody who was just there; otherwise anybody could make every station doubtful from afar.
 */
export const reportFault: Handler<'stations.reportFault'> = async (input, context) => {
  const { tx, actor, occurred, nudge } = context
  const { faultId, stationId, kind, words } = input
  const { accountId } = actor
  const { name } = await findStation(tx, stationId)
  if (kind === 'door' && await wasAtDoor(tx, { stationId, accountId, at: occurred }))
    await noteFailure(context, stationId, accountId, occurred)

  const [taken] = await tx.select({ id: faults.id }).from(faults).where(eq(faults.id, faultId))
  if (taken) throw new Refused({ code: 'stations.idTaken' })
  const news = await addNews(input, context)
  if (news === 'nothing') return
  nudge('*', 'stations.one', 'stations.desk')
  if (news === 'photo') return
  await notifyKeepers(context, stationId, {
    kind: 'stations.fault',
    words: words === '' ? name : `${name}，${words}`,
  })
}

/**
 * Adds the fault, or what is new of it to the one that the same person has open there: new words on a line of
 * their own, a photo where it has none. What the open one can't take makes a fault of its own, so that
 * nothing said is lost. Returns what was new.
 */
async function addNews(input: Input, context: CommandContext): Promise<News> {
  const { words, photo } = input
  const open = await lockOpen(input, context)
  const [newest] = open
  if (!newest) return await addFault(input, context)

  const hasWords = words === '' || open.some(fault => `\n${fault.words}\n`.includes(`\n${words}\n`))
  const hasPhoto = photo === undefined || open.some(fault => fault.photo === photo)
  if (hasWords && hasPhoto) return 'nothing'
  const all = hasWords ? newest.words : [newest.words, words].filter(each => each !== '').join('\n')
  const isFull = lengthOf(all) > FAULT_WORDS_MAX || (!hasPhoto && newest.photo !== null)
  if (isFull) return await addFault(input, context)

  if (!hasPhoto) await requirePhotos(context, [photo])
  const more = { words: all, ...!hasPhoto && { photo } }
  await context.tx.update(faults).set(more).where(eq(faults.id, newest.id))
  return hasWords ? 'photo' : 'words'
}

/**
 * The open faults of this kind that the actor has reported there, the newest first. They are locked, for
 * their keeper may be marking one as mended.
 */
async function lockOpen({ stationId, kind, supply }: Input, { tx, actor }: CommandContext): Promise<Fault[]> {
  const shelf = shelfOf({ kind, supply })
  const isSame = and(
    eq(faults.accountId, actor.accountId),
    eq(faults.stationId, stationId),
    eq(faults.kind, kind),
    shelf === null ? isNull(faults.supply) : eq(faults.supply, shelf),
    isNull(faults.mendedAt),
  )
  return await locked(tx.select().from(faults).where(isSame).orderBy(desc(faults.at), desc(faults.id)))
}

const shelfOf = ({ kind, supply }: Pick<Input, 'kind' | 'supply'>) =>
  kind === 'supply' ? (supply ?? null) : null

async function addFault(input: Input, context: CommandContext): Promise<'fault'> {
  const { faultId: id, stationId, kind, words, photo } = input
  const { tx, actor: { accountId }, occurred: at } = context
  if (photo) await requirePhotos(context, [photo])
  const fault = { id, stationId, kind, supply: shelfOf(input), words, accountId, at, photo }
  if (await insertOnce(tx, faults, fault) === 0) throw new Refused({ code: 'stations.idTaken' })
  return 'fault'
}
