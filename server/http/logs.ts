import type { Answered } from '#server/metrics.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Context } from 'hono'
import type { DestinationStream, Logger } from 'pino'
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'

const CAUSES_MAX = 3
const personal = [
  'phone',
  'code',
  'demoCode',
  'token',
  'secret',
  'cookie',
  'authorization',
  'input',
  'params',
  'text',
  'place',
]
const phones = /(?<!\d)1[3-9]\d{9}(?!\d)/g

/**
 * The city's log, one JSON line each on stdout. Lines are written without personal data; this removes what
 * slips through: known fields, parameters in database errors, and whatever looks like a phone number.
 */
export function openLog({ logLevel }: Pick<Settings, 'logLevel'>, destination?: DestinationStream): Logger {
  return pino({
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: level => ({ level }) },
    serializers: { err: error => describe(error) },
    redact: { paths: personal.flatMap(name => [name, `*.${name}`]), censor: '[cut]' },
    hooks: { streamWrite: line => line.replace(phones, '[phone]') },
  }, destination ?? pino.destination(1))
}

interface Described { type: string, message: string, reason?: string, stack?: string, cause?: Described }

/** An error without its extra fields: drivers add the row's values, drizzle the parameters. */
function describe(error: unknown, depth = 0): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: 'not an Error' }
  const { code } = error as { code?: unknown }
  const cut = (text: string) => text.replace(/\nparams:.*(?:\n(?! {4}at ).*)*/g, '')
  return {
    type: error.name,
    message: cut(error.message),
    ...(typeof code === 'string' ? { reason: code } : {}),
    ...(error.stack === undefined ? {} : { stack: cut(error.stack) }),
    ...(error.cause !== undefined && depth < CAUSES_MAX ? { cause: describe(error.cause, depth + 1) } : {}),
  }
}

/**
 * The request id of the proxy in front, where it is a plain name, else one of ours. `sendHeaders` returns it.
 */
export function requestIdOf(c: Context): string {
  const given = c.req.header('x-request-id')
  return given !== undefined && /^[\w-]{1,64}$/.test(given) ? given : randomUUID()
}

const quiet = /^\/(?:health|metrics)/

/**
 * Logs one line for each request: the route's pattern, never the address, whose query holds what people
 * asked.
 */
export function logTo(log: Logger): (requestId: string, answered: Answered) => void {
  return (requestId, { method, route, status, ms }) => {
    const level = status >= 500 ? 'error' : quiet.test(route) ? 'debug' : 'info'
    log[level]({ requestId, method, route, status, ms: Math.round(ms) }, 'answered')
  }
}
