import type { KioskLine } from './kiosks.ts'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { kioskContradictions, kioskEntries, kioskLineOf } from './kiosks.ts'

/** What opens the doors: only a picture on the kiosk's screen, or locks on an MQTT broker. */
export type LockSettings = { readonly driver: 'simulated' } | BrokerSettings
export interface BrokerSettings {
  readonly driver: 'mqtt'
  readonly url: string
  /** The authority that signed the broker's certificate, PEM; undefined: those that Node trusts. */
  readonly authority: string | undefined
  readonly username: string
  readonly password: string
  /** What the topics begin with. */
  readonly prefix: string
  /** How a station's kiosks reach its lock without the server; undefined: not at all. */
  readonly kiosk: KioskLine | undefined
}

/** The settings of the locks as text, each with the sentence for a mistake in it. */
export const lockEntries = {
  LOCK_DRIVER: v.optional(
    v.message(v.picklist(['simulated', 'mqtt']), 'LOCK_DRIVER must be simulated or mqtt.'),
    'simulated',
  ),
  MQTT_URL: v.optional(
    v.message(
      v.pipe(v.string(), v.url(), v.regex(/^mqtts?:\/\/[^/?#@]+\/?$/)),
      'MQTT_URL must be an address such as mqtts://broker.example.cn:8883, '
      + 'without a name, a password or a path.',
    ),
  ),
  MQTT_CA_FILE: v.optional(v.string()),
  MQTT_USERNAME: v.optional(v.string()),
  MQTT_PASSWORD: v.optional(v.string()),
  ...kioskEntries,
  MQTT_TOPIC_PREFIX: v.optional(
    v.message(
      v.pipe(v.string(), v.regex(/^[\w-]+(?:\/[\w-]+)*$/)),
      'MQTT_TOPIC_PREFIX must be words of letters, digits, - and _ with / between them, '
      + 'for example little-bee.',
    ),
    'little-bee',
  ),
}
type Raw = v.InferOutput<v.ObjectSchema<typeof lockEntries, undefined>>

/** A sentence for each of these settings that contradicts another. */
export function lockContradictions(raw: Raw, isProduction: boolean): (string | false)[] {
  if (raw.LOCK_DRIVER !== 'mqtt') return kioskContradictions(raw, false)
  const missing = (['MQTT_URL', 'MQTT_USERNAME', 'MQTT_PASSWORD'] as const).filter(
    name => raw[name] === undefined,
  )
  return [
    missing.length > 0 && `LOCK_DRIVER=mqtt also needs ${missing.join(', ')}.`,
    isProduction
    && raw.MQTT_URL?.startsWith('mqtt:') === true
    && 'MQTT_URL is not encrypted: in production it must begin with mqtts://.',
    ...kioskContradictions(raw, true),
    raw.MQTT_CA_FILE !== undefined
    && authorityIn(raw.MQTT_CA_FILE) === undefined
    && `MQTT_CA_FILE (${raw.MQTT_CA_FILE}) can't be read, or holds no certificate (PEM).`,
  ]
}

/** The settings as the locks take them, once none is wrong. */
export function locksOf(raw: Raw): LockSettings {
  if (raw.LOCK_DRIVER === 'simulated') return { driver: 'simulated' }
  return {
    driver: 'mqtt',
    url: raw.MQTT_URL!,
    authority: raw.MQTT_CA_FILE === undefined ? undefined : authorityIn(raw.MQTT_CA_FILE),
    username: raw.MQTT_USERNAME!,
    password: raw.MQTT_PASSWORD!,
    prefix: raw.MQTT_TOPIC_PREFIX,
    kiosk: kioskLineOf(raw),
  }
}

function authorityIn(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    return text.includes('-----BEGIN CERTIFICATE-----') ? text : undefined
  }
  catch {
    return undefined // `contradictions` has a sentence for this.
  }
}
