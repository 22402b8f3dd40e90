import type { BrokerSettings } from '#server/settings/locks.ts'
import type { MqttClient } from 'mqtt'
import type { SignedEnding } from './grants.ts'
import type { LockReports } from './mqtt.ts'
import { Buffer } from 'node:buffer'

/**
 * Tells locks that grants have ended. What is told stays at the broker, for a lock that is off now: it can
 * only keep a door shut. After a
 * broken connection all that matters still is told again, since what was said meanwhile went nowhere.
 */
export function openEndings(
  client: MqttClient,
  { prefix }: Pick<BrokerSettings, 'prefix'>,
  { log, recentEndings }: Pick<LockReports, 'log' | 'recentEndings'>,
) {
  const told = new Map<number, number>()

  function publish({ station, before, message }: SignedEnding) {
    // What stays at the broker must be the last of them.
    if (!client.connected || (told.get(station) ?? 0) > before) return
    told.set(station, before)
    client.publish(
      `${prefix}/${station}/grants`,
      Buffer.from(message),
      { qos: 1, retain: true },
      error => error && log.warn({ err: error, station }, 'the end of grants could not be published'),
    )
  }

  client.on(
    'connect',
    () =>
      void recentEndings().then(
        endings => endings.forEach(publish),
        (error: unknown) => log.warn({ err: error }, 'the ends of grants could not be read'),
      ),
  )
  return { publish }
}
