import * as v from 'valibot'
import { wholeNumber, withMessage } from './with-message.ts'

/** What scales the limits; the limits themselves stand beside the commands. */
export interface LimitSettings {
  /** The most sign-in codes sent in a day. */
  readonly codesPerDay: number
  /** Multiplies the limits of one account in an hour and a day. */
  readonly limitsFactor: number
}

/** A demo's limits are higher by this factor, since its visitors share a few accounts. */
const DEMO_FACTOR = 20

export const limitEntries = {
  CODES_PER_DAY: v.optional(
    withMessage(
      'CODES_PER_DAY must be a whole number from 1 to 10000000: the most sign-in codes sent in a day.',
      wholeNumber(1, 10_000_000),
    ),
    '5000',
  ),
  LIMITS_FACTOR: v.optional(
    withMessage(
      'LIMITS_FACTOR must be a whole number from 1 to 1000000: it multiplies what one account may do '
      + 'in an hour and a day.',
      wholeNumber(1, 1_000_000),
    ),
  ),
}
interface Raw {
  readonly CODES_PER_DAY: number
  readonly LIMITS_FACTOR?: number | undefined
  readonly DEMO: boolean
}

/** The limits as the city takes them, once none is wrong. */
export const limitsOf = ({ CODES_PER_DAY, LIMITS_FACTOR, DEMO }: Raw): LimitSettings => ({
  codesPerDay: CODES_PER_DAY,
  limitsFactor: LIMITS_FACTOR ?? (DEMO ? DEMO_FACTOR : 1),
})
