import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { CardLine, CardWords } from '#shared/volunteering/cards.ts'
import { randomBytes } from 'node:crypto'
import { findAccount } from '#server/core/identity/index.ts'
import { isSigned, openSigner } from '#server/core/keys/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, count, desc, eq, gt, min, ne, sql } from 'drizzle-orm'
import { activities, volunteerCards, volunteerHours } from '../tables.ts'
import { cardBytes, cardText, readCard } from './code.ts'

const SERIAL_BYTES = 8

/** Everything that somebody's card could say. `thanks`: how often leaders added words of thanks. */
async function wordsOf(read: Reader, accountId: string): Promise<CardWords> {
  const own = and(eq(volunteerHours.accountId, accountId), gt(volunteerHours.minutes, 0))
  const { minutes, day } = volunteerHours
  const summed = { minutes: sql<string>`coalesce(sum(${minutes}), 0)`, since: min(day) }
  const [hours] = await read.select(summed).from(volunteerHours).where(own)
  const thanks = await read
    .select({ times: count() })
    .from(volunteerHours)
    .innerJoin(activities, eq(activities.id, volunteerHours.activityId))
    .where(and(own, eq(activities.state, 'finished'), ne(activities.endWords, '')))
  const kinds = await read
    .select({ kind: activities.kind, times: count() })
    .from(signups)
    .innerJoin(openings, and(eq(openings.id, signups.openingId), eq(openings.kind, 'activity')))
    .innerJoin(activities, eq(activities.id, openings.ref))
    .where(and(eq(signups.accountId, accountId), eq(signups.state, 'came')))
    .groupBy(activities.kind)
    .orderBy(desc(count()), asc(activities.kind))
  const inTeams = await read
    .selectDistinct({ name: teams.name })
    .from(volunteerHours)
    .innerJoin(teams, eq(teams.id, volunteerHours.teamId))
    .where(own)
    .orderBy(asc(teams.name))
  const name = (await findAccount(read, accountId))?.name
  return {
    ...name && { name },
    minutes: Number(hours!.minutes),
    kinds,
    teams: inTeams.map(team => team.name),
    thanks: thanks[0]!.times,
    ...hours!.since && { since: hours!.since.slice(0, 7) },
  }
}

const lineKeys: Record<CardLine, keyof CardWords> = {
  name: 'name',
  hours: 'minutes',
  kinds: 'kinds',
  teams: 'teams',
  thanks: 'thanks',
  since: 'since',
}

/** Decides `cards.make`: stores the chosen lines as they are now, under a code that the city signs. */
export const makeCard: Handler<'cards.make'> = async ({ cardId, lines }, { tx, actor, now, nudge }) => {
  const { accountId } = actor
  if (await tx.$count(volunteerCards, eq(volunteerCards.id, cardId)) > 0)
    throw new Refused({ code: 'cards.idTaken' })
  const all = await wordsOf(tx, accountId)
  const chosen = new Set<string>(lines.map(line => lineKeys[line]))
  const words: CardWords = Object.fromEntries(Object.entries(all).filter(([key]) => chosen.has(key)))
  const signer = await openSigner(tx, now)
  const serial = randomBytes(SERIAL_BYTES).toString('hex')
  const signed = cardBytes({ keyId: signer.keyId, serial, madeAt: now })
  const code = cardText(signed, signer.sign(signed))
  await tx.insert(volunteerCards).values({ id: cardId, serial, accountId, words, code, madeAt: now })
  nudge(accountId, 'cards.mine')
}

/** Decides `cards.withdraw`: from now on the card's page says only that it was withdrawn. */
export const withdrawCard: Handler<'cards.withdraw'> = async ({ cardId }, { tx, actor, now, nudge }) => {
  const card = await lockRow(tx, volunteerCards, { id: cardId, accountId: actor.accountId })
  if (!card) throw new Refused({ code: 'cards.unknown' })
  if (card.withdrawnAt === null)
    await tx.update(volunteerCards).set({ withdrawnAt: now }).where(eq(volunteerCards.id, cardId))
  nudge(actor.accountId, 'cards.mine')
}

const cardsOf = (read: Reader, accountId: string) => {
  const { id, code, words, madeAt, withdrawnAt } = volunteerCards
  return read
    .select({ id, code, words, madeAt, withdrawnAt })
    .from(volunteerCards)
    .where(eq(volunteerCards.accountId, accountId))
    .orderBy(desc(madeAt), desc(id))
}

/** Answers `cards.mine`. */
export const myCards: QueryHandler<'cards.mine'> = async (_, { read, actor: { accountId } }) =>
  ({ words: await wordsOf(read, accountId), cards: await cardsOf(read, accountId).limit(SHOWN_ROWS_MAX) })

/**
 * Answers `cards.check`, to anybody: the lines of a card whose code one of our keys, however old, has signed.
 * A signed card without a row belonged to an erased account and counts as withdrawn.
 */
export const checkCard: QueryHandler<'cards.check'> = async ({ code }, { read }) => {
  const card = readCard(code)
  if (!card || !(await isSigned(read, card.message.keyId, card.signed, card.signature)))
    return { isGenuine: false }
  const { words, withdrawnAt } = volunteerCards
  const [row] = await read
    .select({ words, withdrawnAt })
    .from(volunteerCards)
    .where(eq(volunteerCards.serial, card.message.serial))
  const isShown = row?.withdrawnAt === null
  return { isGenuine: true, words: isShown ? row.words : null, madeAt: card.message.madeAt }
}

/** For `identity.export`. */
export const exportCards = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await cardsOf(read, actor.accountId)

/** For `identity.deleteMe`. */
export const eraseCards = async ({ tx, actor }: CommandContext): Promise<void> =>
  void (await tx.delete(volunteerCards).where(eq(volunteerCards.accountId, actor.accountId)))
