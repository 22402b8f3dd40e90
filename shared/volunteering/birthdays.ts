import { wholeNumber } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

const daysOf = (month: number) => new Date(Date.UTC(2000, month, 0)).getUTCDate()
/**
 * Month and day of a birthday, used for the gathering only; the 29th of February is allowed. `salt`: 128
 * random bits, base64url, without which the receipt's digest would reveal which of 366 days it was.
 */
export const KeepBirthday = v.pipe(
  v.object({
    month: wholeNumber(1, 12),
    day: wholeNumber(1, 31),
    agreed: v.literal(true),
    salt: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
  }),
  v.forward(v.check(({ month, day }) => day <= daysOf(month)), ['day']),
)
export const MyBirthday = v.object({
  birthday: v.nullable(v.object({ month: v.number(), day: v.number() })),
})
/** Sent by a task: invites people of an area with a birthday in the month of a gathering. */
export const InviteForMonth = v.object({ month: wholeNumber(1, 12), year: wholeNumber(2020, 2200) })
