import { keyedHash } from '#server/core/keys/index.ts'

const DIGITS = 8
/** How long a code makes a tablet a kiosk (ms). */
export const INVITE_MS = 10 * 60_000

/** The eight digits of an invitation: drawn from the city's secret, so that none need be kept. */
export const codeOfInvite = (inviteId: string): string =>
  String(keyedHash('kiosk invites', 'draw', inviteId).readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')

/** What is kept of a code. A hundred million of them would be tried in no time, but for the key. */
export const hashInvite = (code: string): string =>
  keyedHash('kiosk invites', 'kept', code).toString('base64url')
