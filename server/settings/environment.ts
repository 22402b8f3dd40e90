import type { LimitSettings } from './limits.ts'
import type { LockSettings } from './locks.ts'
import type { MapFile } from './map-file.ts'
import type { PushSettings } from './push.ts'
import type { SmsSettings } from './sms.ts'
import type { TileSettings } from './tiles.ts'
import { join } from 'node:path'
import process from 'node:process'
import * as v from 'valibot'
import { requireFolder, SECRET_CHARS_MIN, secretFile, secretIn } from './data-dir.ts'
import { limitEntries, limitsOf } from './limits.ts'
import { lockContradictions, lockEntries, locksOf } from './locks.ts'
import { pushContradictions, pushEntries, pushOf } from './push.ts'
import { smsContradictions, smsEntries, smsOf } from './sms.ts'
import { mapFileOf, tileContradictions, tileEntries, tilesOf } from './tiles.ts'
import { origin, wholeNumber, withMessage } from './with-message.ts'
import { WrongSettings } from './wrong-settings.ts'

const EXIT_WRONG_SETTINGS = 2

type Variables = Readonly<Record<string, string | undefined>>

const yesOrNo = v.pipe(
  v.string(),
  v.picklist(['0', '1']),
  v.transform(answer => answer === '1'),
)
const Raw = v.object({
  NODE_ENV: v.optional(v.string(), ''),
  PORT: v.optional(
    withMessage('PORT must be a whole number from 0 to 65535, for example 8787.', wholeNumber(0, 65535)),
    '8787',
  ),
  HOST: v.optional(v.string(), '127.0.0.1'),
  DATA_DIR: v.optional(v.string(), 'data'),
  DATABASE_URL: v.optional(
    withMessage(
      'DATABASE_URL must begin with file: (SQLite) or postgres:// (PostgreSQL).',
      v.pipe(v.string(), v.regex(/^(?:file:.+|postgres(?:ql)?:\/\/.+)/)),
    ),
  ),
  PUBLIC_URL: v.optional(
    withMessage(
      'PUBLIC_URL must be where people open the app, without a path, for example https://bee.example.cn.',
      origin,
    ),
  ),
  SECRET: v.optional(
    withMessage(
      `SECRET must have at least ${SECRET_CHARS_MIN} characters; "openssl rand -hex 32" makes a good one.`,
      v.pipe(v.string(), v.minLength(SECRET_CHARS_MIN)),
    ),
  ),
  DEMO: v.optional(withMessage('DEMO must be 0 or 1.', yesOrNo), '0'),
  ALLOW_DEMO: v.optional(withMessage('ALLOW_DEMO must be 0 or 1.', yesOrNo), '0'),
  SECOND_FACTOR: v.optional(withMessage('SECOND_FACTOR must be 0 or 1.', yesOrNo)),
  SAMPLE_CITY: v.optional(withMessage('SAMPLE_CITY must be 0 or 1.', yesOrNo), '0'),
  TRUST_PROXY: v.optional(
    withMessage(
      'TRUST_PROXY must be 0 or 1; 1 only behind a proxy that sets x-forwarded-for itself.',
      yesOrNo,
    ),
    '0',
  ),
  LOG_LEVEL: v.optional(
    withMessage(
      'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent.',
      v.pipe(v.string(), v.picklist(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])),
    ),
    'info',
  ),
  DISK_FREE_MB_MIN: v.optional(
    withMessage(
      'DISK_FREE_MB_MIN must be a whole number from 0 to 1000000000: with less room the server is not ready.',
      wholeNumber(0, 1_000_000_000),
    ),
    '64',
  ),
  METRICS_TOKEN: v.optional(
    withMessage('METRICS_TOKEN must have at least 16 characters.', v.pipe(v.string(), v.minLength(16))),
  ),
  ...limitEntries,
  ...smsEntries,
  ...lockEntries,
  ...tileEntries,
  ...pushEntries,
})
type Raw = v.InferOutput<typeof Raw>

export interface Settings extends LimitSettings {
  readonly isProduction: boolean
  /** 0: the system chooses a free port. */
  readonly port: number
  readonly host: string
  readonly dataDir: string
  readonly databaseUrl: string
  /** The origin that people open, without a slash at its end. */
  readonly publicUrl: string
  /** The key of every HMAC: codes, session names, counters. */
  readonly secret: string
  /** The setting or the file that the secret comes from. */
  readonly secretSource: string
  readonly demo: boolean
  readonly sampleCity: boolean
  /** Whether accounts with a deciding post can reach nothing before they have set up a second factor. */
  readonly requiresFactor: boolean
  /** Trust x-forwarded-for. */
  readonly trustProxy: boolean
  readonly logLevel: Raw['LOG_LEVEL']
  /** Bytes that the disk of DATA_DIR must have free for the server to be ready. */
  readonly diskFreeMin: number
  readonly metricsToken: string | undefined
  readonly sms: SmsSettings
  readonly locks: LockSettings
  readonly push: PushSettings | undefined
  readonly tiles: TileSettings | undefined
  readonly mapFile: MapFile | undefined
}

/** Reads and checks all settings; makes the secret on the first start of a city that is not in production. */
export function readEnvironment(env: Variables): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  )
  const parsed = v.safeParse(Raw, given)
  // A wrong setting is still text here, but it is never used, since we throw below.
  const raw = parsed.output as Raw
  const mistakes = [
    ...new Set([...(parsed.issues ?? []).map(issue => issue.message), ...contradictions(raw)]),
  ]
  if (mistakes.length > 0) throw new WrongSettings(mistakes)
  return settingsOf(raw)
}

/** The same, for a program about to start: prints one sentence for each mistake and ends with code 2. */
export function readEnvironmentOrExit(env: Variables = process.env): Settings {
  try {
    return readEnvironment(env)
  }
  catch (error) {
    if (!(error instanceof WrongSettings)) throw error
    return exitWithMistakes(error.mistakes)
  }
}

/** Ends the program with a sentence for each mistake in how it was set up. */
export function exitWithMistakes(mistakes: readonly string[]): never {
  process.stderr.write(
    `Little Bee can't start with these settings:\n${mistakes.map(mistake => `  - ${mistake}\n`).join('')}`,
  )
  return process.exit(EXIT_WRONG_SETTINGS)
}

/** Whether real people use this city. */
const isReal = (raw: Raw) => raw.NODE_ENV === 'production' && raw.DEMO !== true

/** A sentence for each setting that contradicts another. */
function contradictions(raw: Raw): string[] {
  const isProduction = raw.NODE_ENV === 'production'
  const isDemo = raw.DEMO === true
  return [
    isProduction
    && isDemo
    && raw.ALLOW_DEMO !== true
    && 'DEMO=1 shows every sign-in code to whoever asks: in production leave it out, '
    + 'or set ALLOW_DEMO=1 if that is meant.',
    isProduction
    && raw.SECRET === undefined
    && 'SECRET is missing: production needs one of its own; "openssl rand -hex 32" makes a good one.',
    isProduction
    && raw.PUBLIC_URL === undefined
    && 'PUBLIC_URL is missing: production needs to know where people open the app, '
    + 'for example https://bee.example.cn.',
    isReal(raw)
    && raw.SECOND_FACTOR === false
    && 'SECOND_FACTOR=0: in production those who decide about others need a second factor.',
    ...smsContradictions(raw, isProduction && !isDemo),
    ...lockContradictions(raw, isProduction),
    ...tileContradictions(raw),
    ...pushContradictions(raw),
  ].filter(mistake => mistake !== false)
}

/** Warnings for the log: settings with which the server starts, but which are probably mistakes. */
export const doubtsAbout = ({
  publicUrl,
  trustProxy,
}: Pick<Settings, 'publicUrl' | 'trustProxy'>): string[] =>
  [
    publicUrl.startsWith('https:')
    && !trustProxy
    && 'PUBLIC_URL is https, so a proxy stands in front; without TRUST_PROXY=1 everybody seems to come from '
    + 'its address, and the whole city shares one address\'s sign-in codes.',
  ].filter(doubt => doubt !== false)

function settingsOf(raw: Raw): Settings {
  requireFolder(raw.DATA_DIR) // Photos are stored there even if the database is elsewhere.
  return {
    isProduction: raw.NODE_ENV === 'production',
    port: raw.PORT,
    host: raw.HOST,
    dataDir: raw.DATA_DIR,
    databaseUrl: raw.DATABASE_URL ?? `file:${join(raw.DATA_DIR, 'little-bee.sqlite')}`,
    publicUrl: raw.PUBLIC_URL ?? `http://localhost:${raw.PORT}`,
    secret: raw.SECRET ?? secretIn(raw.DATA_DIR),
    secretSource: raw.SECRET === undefined ? secretFile(raw.DATA_DIR) : 'SECRET',
    demo: raw.DEMO,
    sampleCity: raw.SAMPLE_CITY,
    requiresFactor: raw.SECOND_FACTOR ?? isReal(raw),
    trustProxy: raw.TRUST_PROXY,
    ...limitsOf(raw),
    logLevel: raw.LOG_LEVEL,
    diskFreeMin: raw.DISK_FREE_MB_MIN * 2 ** 20,
    metricsToken: raw.METRICS_TOKEN,
    sms: smsOf(raw),
    locks: locksOf(raw),
    tiles: tilesOf(raw),
    mapFile: mapFileOf(raw),
    push: pushOf(raw),
  }
}
