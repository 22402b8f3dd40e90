const LINE_OCTETS = 75
const encoder = new TextEncoder()

/** One thing in a calendar; instants are ms. `sequence` grows with each change. */
export interface CalendarEvent {
  readonly uid: string
  readonly sequence: number
  readonly changedAt: number
  readonly startsAt: number
  readonly endsAt: number
  readonly summary: string
  readonly description: string
  readonly location: string
  readonly latitude: number
  readonly longitude: number
  readonly url: string
  readonly status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
}

/** A text value of RFC 5545 (3.3.11). */
const escaped = (text: string): string =>
  text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n')

/** An instant in UTC, as 20261123T020000Z. */
const utc = (instant: number): string =>
  `${new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** Folds a line at 75 octets (3.1), never inside a character. */
export function folded(line: string): string {
  let text = ''
  let octets = 0
  for (const character of line) {
    const more = encoder.encode(character).length
    if (octets + more > LINE_OCTETS) {
      text += '\r\n '
      octets = 1
    }
    text += character
    octets += more
  }
  return text
}

/** A calendar of RFC 5545 for other programs to subscribe to; they fetch it every few hours. */
export function calendarText(name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Little Bee//Little Bee//ZH',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap(linesOf),
    'END:VCALENDAR',
  ]
  return lines.map(line => `${folded(line)}\r\n`).join('')
}

const linesOf = (event: CalendarEvent): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${utc(event.changedAt)}`,
  `LAST-MODIFIED:${utc(event.changedAt)}`,
  `SEQUENCE:${event.sequence}`,
  `DTSTART:${utc(event.startsAt)}`,
  `DTEND:${utc(event.endsAt)}`,
  `SUMMARY:${escaped(event.summary)}`,
  `DESCRIPTION:${escaped(event.description)}`,
  `LOCATION:${escaped(event.location)}`,
  `GEO:${event.latitude};${event.longitude}`,
  `URL:${event.url}`,
  `STATUS:${event.status}`,
  'END:VEVENT',
]
