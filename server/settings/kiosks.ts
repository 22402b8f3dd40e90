import * as v from 'valibot'

/** How a station's kiosks reach its lock without the server; {station} stands for the station's number. */
export interface KioskLine { readonly url: string, readonly username: string, readonly password: string }

/**
 * A Content-Security-Policy allows a star only before a domain's first dot, so {station} may stand there or
 * in the path.
 */
const KioskUrl = v.pipe(
  v.string(),
  v.regex(
    /^(?:wss:\/\/(?:[\w-]+(?:\.[\w-]+)*|(?:[\w-]|\{station\})+(?:\.[\w-]+)+)|ws:\/\/(?:localhost|127\.0\.0\.1))(?::\d+)?(?:\/(?:[\w./-]|\{station\})*)?$/,
  ),
  v.check(url => URL.canParse(at(url, 1))),
)

/** These settings as text, each with the sentence for a mistake in it. */
export const kioskEntries = {
  MQTT_TABLET_URL: v.optional(
    v.message(
      KioskUrl,
      'MQTT_TABLET_URL must be an address such as wss://lock-{station}.example.cn:8884/mqtt, '
      + 'with {station} before its first dot or in its path; ws:// only for 127.0.0.1 and localhost.',
    ),
  ),
  MQTT_TABLET_USERNAME: v.optional(v.string()),
  MQTT_TABLET_PASSWORD: v.optional(v.string()),
}
const names = ['MQTT_TABLET_URL', 'MQTT_TABLET_USERNAME', 'MQTT_TABLET_PASSWORD'] as const
type Raw = Readonly<Partial<Record<(typeof names)[number], string | undefined>>>

/** A sentence for each of these settings that contradicts another. */
export function kioskContradictions(raw: Raw, hasLocks: boolean): (string | false)[] {
  const [given, missing] = [
    names.filter(name => raw[name] !== undefined),
    names.filter(name => raw[name] === undefined),
  ]
  if (!hasLocks) {
    return [
      given.length > 0
      && `${given.join(', ')}: there are locks for tablets to open only with LOCK_DRIVER=mqtt.`,
    ]
  }
  return [
    given.length > 0
    && missing.length > 0
    && 'Tablets that open locks by themselves need all three of their settings: '
    + `${missing.join(', ')} missing.`,
  ]
}

/** The settings as the locks take them, once none is wrong; undefined: kiosks can't reach the locks. */
export const kioskLineOf = (raw: Raw): KioskLine | undefined =>
  raw.MQTT_TABLET_URL === undefined
    ? undefined
    : { url: raw.MQTT_TABLET_URL, username: raw.MQTT_TABLET_USERNAME!, password: raw.MQTT_TABLET_PASSWORD! }

/** The text with a station's number filled in. */
export const at = (template: string, station: number): string =>
  template.replaceAll('{station}', String(station))

/** The origins that pages must be allowed to connect to, as a Content-Security-Policy source. */
export function originOf({ url }: KioskLine): string {
  const { protocol, host } = new URL(at(url, 1))
  return `${protocol}//${url.split('/')[2]!.includes('{station}') ? host.replace(/^[^.]+/, '*') : host}`
}
