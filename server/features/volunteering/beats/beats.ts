import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { MyBeats, Patrols } from '#shared/volunteering/beats.ts'
import { areaExists, districtAt, nameOfArea } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, inAreas, isInside } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { insertOnce } from '#server/database/rows.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { isExact } from '#shared/kernel/geo.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, desc, eq, gte } from 'drizzle-orm'
import { patrolNotes } from '../tables.ts'

/** How many of a beat's notes are shown. */
const NOTES_SHOWN = 20
const DISTRICT_LENGTH = areaCodeLengths[1]

/** Decides `beats.note`: saves a patrol note, in the area of one's own post or inside it. */
export const notePatrol: Handler<'beats.note'> = async (input, context) => {
  const { noteId, areaId, finding, words, place, madeAt } = input
  const { tx, actor, nudge } = context
  const post = actor.posts
    .filter(({ scope }) => isInside(areaId, [scope]))
    .sort((a, b) => b.scope.length - a.scope.length)[0]
  if (!post || !areaExists(areaId)) throw new Refused({ code: 'beats.notYours' })
  const at = isThere(place, areaId) ? place : undefined
  const note = {
    id: noteId,
    accountId: actor.accountId,
    postId: post.id,
    areaId,
    finding,
    words,
    latitude: at?.latitude ?? null,
    longitude: at?.longitude ?? null,
    at: context.correct(madeAt).at,
  }
  if (await insertOnce(tx, patrolNotes, note) === 0) throw new Refused({ code: 'beats.idTaken' })
  nudge('*', 'beats.mine', 'beats.patrols')
}

/** Whether to store a place: only an exact one in the beat's district. */
const isThere = (place: Place | undefined, areaId: string): boolean =>
  place !== undefined && isExact(place) && districtAt(place) === areaId.slice(0, DISTRICT_LENGTH)

/** Answers `beats.mine`: for each standing post its card and the latest notes of its area. */
export const myBeats: QueryHandler<'beats.mine'> = async (_input, context) =>
  await Promise.all(context.actor.posts.map(async post => await beatOf(context, post)))

async function beatOf({ read, actor, now }: QueryContext, post: HeldPost): Promise<MyBeats[number]> {
  const { id, kind, scope, from, until } = post
  const month = startOfDay(`${dayOf(now).slice(0, 7)}-01`)
  return {
    postId: id,
    kind: kind as MyBeats[number]['kind'],
    areaId: scope,
    areaName: await nameOfArea(read, scope),
    since: from,
    until,
    patrolsThisMonth: await read.$count(patrolNotes, and(
      eq(patrolNotes.accountId, actor.accountId),
      gte(patrolNotes.at, month),
      inAreas(patrolNotes.areaId, [scope]),
    )),
    notes: await notesIn(read, scope),
  }
}

async function notesIn(read: Reader, scope: string): Promise<MyBeats[number]['notes']> {
  const { id, finding, words, at } = patrolNotes
  const rows = await read
    .select({ id, finding, words, at, by: accounts.name })
    .from(patrolNotes)
    .innerJoin(accounts, eq(accounts.id, patrolNotes.accountId))
    .where(inAreas(patrolNotes.areaId, [scope]))
    .orderBy(desc(at), desc(id))
    .limit(NOTES_SHOWN)
  return rows.map(({ by, ...note }) => ({ ...note, by: by ?? '' }))
}

/** Answers `beats.patrols`: the notes of staff's areas, with their author and place. */
export const patrols: QueryHandler<'beats.patrols'> = async (range, { read, actor }) => {
  const { rows, hasMore } = await pageOf({
    range,
    most: NOTES_SHOWN,
    rank: patrolNotes.at,
    read: async (within, limit) => await read
      .select({ note: patrolNotes, by: accounts.name })
      .from(patrolNotes)
      .innerJoin(accounts, eq(accounts.id, patrolNotes.accountId))
      .where(and(inAreas(patrolNotes.areaId, areasOf(actor)), within))
      .orderBy(desc(patrolNotes.at), desc(patrolNotes.id))
      .limit(limit),
    rankOf: ({ note }) => note.at,
  })
  return { notes: await Promise.all(rows.map(async row => await patrolOf(read, row))), hasMore }
}

interface PatrolRow { readonly note: typeof patrolNotes.$inferSelect, readonly by: string | null }
async function patrolOf(read: Reader, { note, by }: PatrolRow): Promise<Patrols['notes'][number]> {
  const { id, finding, words, at, areaId, latitude, longitude } = note
  const place = latitude === null || longitude === null ? null : { latitude, longitude }
  return { id, finding, words, at, by: by ?? '', areaName: await nameOfArea(read, areaId), place }
}

/** For `identity.export`: the notes that somebody made on patrol. */
export const exportPatrols = async ({ read, actor: { accountId } }: QueryContext): Promise<unknown> => {
  const { areaId, finding, words, latitude, longitude, at } = patrolNotes
  return await read
    .select({ areaId, finding, words, latitude, longitude, at })
    .from(patrolNotes)
    .where(eq(patrolNotes.accountId, accountId))
    .orderBy(asc(at))
}

/** For `identity.deleteMe`: deletes the notes, which say when and where somebody walked. */
export const erasePatrols = async ({ tx, actor: { accountId } }: CommandContext): Promise<void> =>
  void (await tx.delete(patrolNotes).where(eq(patrolNotes.accountId, accountId)))
