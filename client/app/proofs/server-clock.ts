import { clockNote } from '#client/sync/http/server-time.ts'

/**
 * The server's time (ms) by its last answer, also one from before the app was opened; else the phone's. Codes
 * hold for seconds, so it is exact to one; pages go by `timeNow`, which leaves a phone half a minute.
 */
export function serverNow(): number {
  const { serverAt, phoneAt } = clockNote() ?? { serverAt: 0, phoneAt: 0 }
  return Date.now() + serverAt - phoneAt
}
