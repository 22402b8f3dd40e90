import type { KioskView } from '#shared/doors/schemas.ts'
import type { MqttClient } from 'mqtt'
import { readAcknowledgement } from '#shared/doors/acknowledgement.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'

export type OwnLock = Extract<KioskView['lock'], { kind: 'local' }>
/** How long to wait for a lock: only after this is it certain that it did not open. */
const TIMEOUT_MS = UNLOCK_MS + 1_000
const RECONNECT_MS = 2_000
const CONNECT_TIMEOUT_MS = 8_000
const MQTT_5 = 5
const MQTT_REFUSALS = 128 // MQTT reason codes from this one on are refusals.

/**
 * Connects to the station's own broker, and stays connected so that a door opens at once. The library is
 * fetched only by kiosks that have such a lock.
 */
export async function openLockConnection(
  { url, username, password, unlockTopic, ackTopic }: OwnLock,
  onUp: (isUp: boolean) => void,
  timeoutMs = TIMEOUT_MS,
) {
  const {
    default: { connect },
  } = await import('mqtt')
  const client: MqttClient = connect(url, {
    username,
    password,
    protocolVersion: MQTT_5,
    clean: true,
    reconnectPeriod: RECONNECT_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    timerVariant: 'native', // Its other timers run in a worker made from a string, which our CSP forbids.
  })
  const waiting = new Map<number, (isOpen: boolean) => void>()
  let isUp = false
  let known = () => {}
  /** Resolves once we know whether the broker can be reached; a pass may be read while we still connect. */
  const isKnown = new Promise<void>(resolve => known = resolve)
  const noteUp = (now: boolean) => {
    onUp((isUp = now))
    known()
  }
  client.on('connect', () =>
    client.subscribe(ackTopic, { qos: 1 }, (error, granted) =>
      noteUp(!error && granted?.every(({ qos }) => qos < MQTT_REFUSALS) === true)))
  client.on('close', () => noteUp(false))
  client.on('error', () => {}) // The client reconnects by itself, and its `close` event has noted the loss.
  client.on('message', (topic, bytes, { retain }) => {
    const answer = topic === ackTopic && !retain ? readAcknowledgement(bytes) : undefined
    if (answer) waiting.get(answer.sequence)?.(answer.isOpen)
  })

  /**
   * True once the lock acknowledges that it has opened; false when it refuses, is late or can't be reached.
   */
  const unlock = async (sequence: number, message: Uint8Array): Promise<boolean> => {
    await isKnown
    return await new Promise<boolean>((resolve) => {
      if (!isUp) return resolve(false)
      const timer = setTimeout(() => finish(false), timeoutMs)
      const finish = (isOpen: boolean) => {
        clearTimeout(timer)
        waiting.delete(sequence)
        resolve(isOpen)
      }
      waiting.set(sequence, finish)
      const options = {
        qos: 1,
        retain: false,
        properties: { messageExpiryInterval: UNLOCK_MS / 1000 },
      } as const
      client.publish(unlockTopic, message as Buffer, options, error => error && finish(false))
    })
  }
  return { unlock, close: () => void client.end(true) }
}
export type LockConnection = Awaited<ReturnType<typeof openLockConnection>>
