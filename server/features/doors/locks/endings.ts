import type { BrokerSettings } from '#server/settings/locks.ts'
import type { MqttClient } from 'mqtt'
import type { LockReports } from './driver.ts'
import type { SignedEnding } from './grants.ts'
import { Buffer } from 'node:buffer'

/**
 * Publishes endings of grants to the locks, retained for those that are off now. Recent ones are published
 * again after each reconnection, since those of the meantime were lost.
 */
export function openEndings(
  client: MqttClient,
  { prefix }: Pick<BrokerSettings, 'prefix'>,
  { log, recentEndings }: Pick<LockReports, 'log' | 'recentEndings'>,
) {
  const published = new Map<number, number>()

  function publish({ station, before, message }: SignedEnding) {
    // The broker retains the last message, which must be the newest ending.
    if (!client.connected || (published.get(station) ?? 0) > before) return
    published.set(station, before)
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
