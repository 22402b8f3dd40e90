import type { BrokerSettings } from '#server/settings/locks.ts'
import type { MqttClient } from 'mqtt'
import type { Logger } from 'pino'
import type { LockDriver } from './driver.ts'
import type { SignedEnding } from './grants.ts'
import { Buffer } from 'node:buffer'
import { readAcknowledgement } from '#shared/doors/acknowledgement.ts'
import { UNLOCK_MS } from '#shared/doors/passes.ts'
import { connect } from 'mqtt'
import { openAnswers } from './answers.ts'
import { PATIENCE_MS } from './driver.ts'
import { openEndings } from './endings.ts'
import { endGrants } from './grants.ts'
import { makeUnlock } from './make-unlock.ts'
import { lineFor } from './tablet-line.ts'

const AGAIN_AFTER_MS = 1000
const CONNECT_MS_MAX = 10_000
const MQTT_5 = 5

export interface LockReports {
  readonly log: Pick<Logger, 'info' | 'warn'>
  /** What became of the lock that was told to open for an entry. */
  readonly noteUnlock: (entryId: string, isOpen: boolean) => Promise<unknown>
  /** The ends of grants that locks may not have heard yet. */
  readonly recentEndings: () => Promise<SignedEnding[]>
  readonly patienceMs?: number
}

/** Locks on a broker: each listens to a topic of its own, and answers on another. */
export function openMqttLocks(
  broker: BrokerSettings,
  { log, noteUnlock, recentEndings, patienceMs = PATIENCE_MS }: LockReports,
): LockDriver {
  const { answerTo, hear } = openAnswers(patienceMs)
  const client = reach(broker, log)
  const endings = openEndings(client, broker, { log, recentEndings })
  client.on('message', (topic, bytes) => {
    const acknowledgement = readAcknowledgement(bytes)
    if (acknowledgement) hear(stationIn(topic, broker.prefix), acknowledgement)
  })

  async function tell(station: number, sequence: number, message: Uint8Array): Promise<boolean> {
    // What waits for the broker would arrive too late: nobody stands at the door for so long.
    if (!client.connected) return false
    const answer = answerTo(station, sequence)
    // The lock checks the signed expiry itself; the broker forgets the message besides.
    const options = {
      qos: 1,
      retain: false,
      properties: { messageExpiryInterval: UNLOCK_MS / 1000 },
    } as const
    client.publish(`${broker.prefix}/${station}/unlock`, Buffer.from(message), options, (error) => {
      if (!error) return
      log.warn({ err: error, station }, 'an unlock could not be published')
      hear(station, { sequence, isOpen: false })
    })
    return await answer
  }

  const running = new Set<Promise<unknown>>()
  return {
    open: async (context, station, entryId) => {
      const { sequence, message } = await makeUnlock(context, station)
      context.afterCommit(async () => {
        const told = tell(station.number, sequence, message).then(isOpen => noteUnlock(entryId, isOpen))
        running.add(told)
        await told.finally(() => running.delete(told))
      })
      return { isOpen: false }
    },
    forTablet: ({ number, grantsFrom }) =>
      broker.tablet ? lineFor(number, grantsFrom, broker.tablet, broker.prefix) : { kind: 'city' },
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

function reach(
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
      // A broker says in the grant, not by an error, that it lets nobody listen.
      if (error || granted?.some(({ qos }) => qos >= 128))
        log.warn({ err: error }, 'the broker does not let the server hear the locks')
    })
  })
  client.on('error', error => log.warn({ err: error }, 'the broker of the locks can\'t be reached'))
  client.on('close', () => log.warn('the broker of the locks is not connected'))
  return client
}

/** Which station's topic it is; NaN, which no lock has, for any other. */
const stationIn = (topic: string, prefix: string): number =>
  Number(topic.slice(prefix.length + 1, -'/ack'.length))
