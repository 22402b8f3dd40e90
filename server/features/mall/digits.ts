import { keyedHash } from '#server/core/keys/index.ts'

const DIGITS = 6
/** A draw is taken by another open order of the station once in thousands; so often in a row, never. */
export const DRAWS_MAX = 20

/** The six digits of an order's draw: nobody without the city's secret can tell them. */
export const digitsOf = (orderId: string, round: number): string =>
  String(
    keyedHash('pick-up digits', 'draw', orderId, String(round)).readUIntBE(0, 6) % 10 ** DIGITS,
  ).padStart(DIGITS, '0')

/** What is kept of the digits. A million of them would be tried in no time, but for the key. */
export const hashDigits = (stationId: string, digits: string): string =>
  keyedHash('pick-up digits', 'kept', stationId, digits).toString('base64url')
