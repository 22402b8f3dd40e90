import type { TabletLine } from '#server/settings/tablets.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import { at } from '#server/settings/tablets.ts'

/** How the tablets of one station reach its lock without us. */
export function lineFor(
  station: number,
  grantsFrom: number,
  { url, username, password }: TabletLine,
  prefix: string,
): KioskView['lock'] {
  const topics = { unlockTopic: `${prefix}/${station}/unlock`, ackTopic: `${prefix}/${station}/ack` }
  return {
    kind: 'local',
    url: at(url, station),
    username: at(username, station),
    password: at(password, station),
    ...topics,
    grantsFrom,
  }
}
