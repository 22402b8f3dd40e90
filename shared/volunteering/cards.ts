import { Id, Instant, lineOf } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

/** The lines that a holder may put on the card 志愿者名片. */
export const cardLines = ['name', 'hours', 'kinds', 'teams', 'thanks', 'since'] as const
export type CardLine = (typeof cardLines)[number]
export const MakeCard = v.object({
  cardId: Id,
  lines: v.pipe(v.array(v.picklist(cardLines)), v.minLength(1), v.maxLength(cardLines.length)),
})
export const WithdrawCard = v.object({ cardId: Id })

/** The words of a card; lines that its holder left out are absent. */
export const CardWords = v.object({
  name: v.optional(v.string()),
  minutes: v.optional(v.number()),
  kinds: v.optional(v.array(v.object({ kind: v.string(), times: v.number() }))),
  teams: v.optional(v.array(v.string())),
  thanks: v.optional(v.number()), // How often leaders wrote words of thanks to its holder.
  since: v.optional(v.string()), // The month of the first activity, as 2026-11.
})
export type CardWords = v.InferOutput<typeof CardWords>
/** The possible lines of one's card, and the cards that were made; `code` is the part after `/v/`. */
export const MyCards = v.object({
  words: CardWords,
  cards: v.array(v.object({
    id: Id,
    code: v.string(),
    words: CardWords,
    madeAt: Instant,
    withdrawnAt: v.nullable(Instant),
  })),
})
export type MyCards = v.InferOutput<typeof MyCards>
export const CheckCard = v.object({ code: lineOf(300) })
/** The result of checking a card; `false`: no such card, or not signed by us in this form. */
export const CheckedCard = v.variant('isGenuine', [
  v.object({ isGenuine: v.literal(false) }),
  v.object({
    isGenuine: v.literal(true),
    words: v.nullable(CardWords), // Null: its holder has withdrawn it.
    madeAt: Instant,
  }),
])
