import type { KioskView } from '#shared/doors/schemas.ts'
import type { MqttClient } from 'mqtt'
import { readAcknowledgement } from '#shared/doors/acknowledgement.ts'
import { UNLOCK_MS } from '#shared/doors/passes.ts'

export type OwnLock = Extract<KioskView['lock'], { kind: 'local' }>
/** Until then a lock may still open: only after it is it true to say that it did not. */
const PATIENCE_MS = UNLOCK_MS + 1_000
const AGAIN_AFTER_MS = 2_000
const CONNECT_MS_MAX = 8_000
const MQTT_5 = 5

/**
 * A way to the station's own broker, kept open so that a door opens at once. The library comes only to
 * tablets that have such a lock.
 */
export async function openLockLine(
  { url, username, password, unlockTopic, ackTopic }: OwnLock,
  onUp: (isUp: boolean) => void,
  patienceMs = PATIENCE_MS,
) {
  const {
    default: { connect },
  } = await import('mqtt')
  const client: MqttClient = connect(url, {
    username,
    password,
    protocolVersion: MQTT_5,
    clean: true,
    reconnectPeriod: AGAIN_AFTER_MS,
    connectTimeout: CONNECT_MS_MAX,
    timerVariant: 'native', // Its other timers are a worker made from a string, which our pages forbid.
  })
  const waiting = new Map<number, (isOpen: boolean) => void>()
  let isHeard = false
  const setHeard = (heard: boolean) => onUp((isHeard = heard))
  client.on('connect', () =>
    client.subscribe(ackTopic, { qos: 1 }, (error, granted) =>
      setHeard(!error && granted?.every(({ qos }) => qos < 128) === true)))
  client.on('close', () => setHeard(false))
  client.on('error', () => {}) // It tries again by itself; meanwhile the line is down, and says so.
  client.on('message', (topic, bytes, { retain }) => {
    const answer = topic === ackTopic && !retain ? readAcknowledgement(bytes) : undefined
    if (answer) waiting.get(answer.sequence)?.(answer.isOpen)
  })

  /**
   * True once the lock itself says that it has opened for this unlock; false when it would not, said nothing
   * in time, or can't be reached.
   */
  const tell = async (sequence: number, message: Uint8Array): Promise<boolean> =>
    await new Promise<boolean>((resolve) => {
      if (!isHeard) return resolve(false)
      const late = setTimeout(() => settle(false), patienceMs)
      const settle = (isOpen: boolean) => {
        clearTimeout(late)
        waiting.delete(sequence)
        resolve(isOpen)
      }
      waiting.set(sequence, settle)
      const options = {
        qos: 1,
        retain: false,
        properties: { messageExpiryInterval: UNLOCK_MS / 1000 },
      } as const
      client.publish(unlockTopic, message as Buffer, options, error => error && settle(false))
    })
  return { tell, close: () => void client.end(true) }
}
export type LockLine = Awaited<ReturnType<typeof openLockLine>>
