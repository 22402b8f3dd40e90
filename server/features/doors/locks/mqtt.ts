import type { KioskLine } from '#server/settings/kiosks.ts'
import type { BrokerSettings } from '#server/settings/locks.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import type { MqttClient } from 'mqtt'
import type { LockDriver, LockReports } from './driver.ts'
import { Buffer } from 'node:buffer'
import { at } from '#server/settings/kiosks.ts'
import { readAcknowledgement } from '#shared/doors/acknowledgement.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { connect } from 'mqtt'
import { openAnswers } from './answers.ts'
import { PATIENCE_MS } from './driver.ts'
import { openEndings } from './endings.ts'
import { endGrants } from './grants.ts'
import { makeUnlock } from './make-unlock.ts'

const AGAIN_AFTER_MS = 1000
const CONNECT_MS_MAX = 10_000
const MQTT_5 = 5

/** Locks on an MQTT broker: each subscribes to a topic of its own and answers on another. */
export function openMqttLocks(
  broker: BrokerSettings,
  { log, noteUnlock, recentEndings, patienceMs = PATIENCE_MS }: LockReports,
): LockDriver {
  const { waitFor, receive } = openAnswers(patienceMs)
  const client = connectTo(broker, log)
  const endings = openEndings(client, broker, { log, recentEndings })
  client.on('message', (topic, bytes) => {
    const acknowledgement = readAcknowledgement(bytes)
    if (acknowledgement) receive(stationIn(topic, broker.prefix), acknowledgement)
  })

  async function publish(station: number, sequence: number, message: Uint8Array): Promise<boolean> {
    // An unlock queued for a later connection would arrive when nobody waits at the door any more.
    if (!client.connected) return false
    const answer = waitFor(station, sequence)
    // The lock checks the signed expiry; the broker also drops the message.
    const options = {
      qos: 1,
      retain: false,
      properties: { messageExpiryInterval: UNLOCK_MS / 1000 },
    } as const
    client.publish(`${broker.prefix}/${station}/unlock`, Buffer.from(message), options, (error) => {
      if (!error) return
      log.warn({ err: error, station }, 'an unlock could not be published')
      receive(station, { sequence, isOpen: false })
    })
    return await answer
  }

  const running = new Set<Promise<unknown>>()
  return {
    open: async (context, station, entryId) => {
      const { sequence, message } = await makeUnlock(context, station)
      context.afterCommit(async () => {
        const noted = publish(station.number, sequence, message).then(isOpen => noteUnlock(entryId, isOpen))
        running.add(noted)
        await noted.finally(() => running.delete(noted))
      })
      return { isOpen: false }
    },
    forKiosk: ({ number, grantsFrom }) =>
      broker.kiosk ? localLock(number, grantsFrom, broker.kiosk, broker.prefix) : { kind: 'city' },
    endGrants: async (context, station) => {
      const ending = await endGrants(context, station)
      context.afterCommit(async () => endings.publish(ending))
    },
    close: async () => {
      await Promise.allSettled(running)
      await client.endAsync()
    },
  }
}

function connectTo(
  { url, authority, username, password, prefix }: BrokerSettings,
  log: LockReports['log'],
): MqttClient {
  const client = connect(url, {
    username,
    password,
    protocolVersion: MQTT_5,
    clean: true,
    reconnectPeriod: AGAIN_AFTER_MS,
    connectTimeout: CONNECT_MS_MAX,
    ...(authority !== undefined && { ca: authority }),
  })
  client.on('connect', () => {
    log.info('the broker of the locks is connected')
    client.subscribe(`${prefix}/+/ack`, { qos: 1 }, (error, granted) => {
      // A broker refuses a subscription by its granted QoS, not by an error.
      if (error || granted?.some(({ qos }) => qos >= 128))
        log.warn({ err: error }, 'the broker does not let the server hear the locks')
    })
  })
  client.on('error', error => log.warn({ err: error }, 'the broker of the locks can\'t be reached'))
  client.on('close', () => log.warn('the broker of the locks is not connected'))
  return client
}

/** The station number in a topic; NaN, which no lock has, for any other topic. */
const stationIn = (topic: string, prefix: string): number =>
  Number(topic.slice(prefix.length + 1, -'/ack'.length))

/** How the kiosks of a station reach its lock at their own broker. */
function localLock(
  station: number,
  grantsFrom: number,
  { url, username, password }: KioskLine,
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
