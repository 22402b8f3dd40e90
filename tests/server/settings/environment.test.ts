import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { headersOf } from '#server/http/headers.ts'
import { doubtsAbout, readEnvironment } from '#server/settings/environment.ts'
import { WrongSettings } from '#server/settings/wrong-settings.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generateVAPIDKeys } from 'web-push'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'little-bee-environment-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const SECRET = 'a secret for tests, long enough to pass'
const production = {
  NODE_ENV: 'production',
  SECRET,
  PUBLIC_URL: 'https://bee.example.cn',
  SMS_DRIVER: 'aliyun',
  ALIYUN_SMS_KEY_ID: 'id',
  ALIYUN_SMS_KEY_SECRET: 'key',
  ALIYUN_SMS_SIGN_NAME: '小蜜蜂',
  ALIYUN_SMS_TEMPLATE: 'SMS_1',
}

function mistakesIn(env: Record<string, string>): string[] {
  try {
    readEnvironment({ DATA_DIR: dataDir, ...env })
    return []
  }
  catch (error) {
    if (error instanceof WrongSettings) return error.mistakes
    throw error
  }
}

it('needs no setting at all to try it out', () => {
  const settings = readEnvironment({ DATA_DIR: dataDir })
  expect(settings).toMatchObject({
    port: 8787,
    host: '127.0.0.1',
    databaseUrl: `file:${join(dataDir, 'little-bee.sqlite')}`,
    publicUrl: 'http://localhost:8787',
    demo: false,
    isProduction: false,
    sms: { driver: 'console' },
    push: undefined,
  })
})

it('makes a secret once, for the owner alone to read', () => {
  const { secret } = readEnvironment({ DATA_DIR: dataDir })
  expect(secret.length).toBeGreaterThanOrEqual(32)
  expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
  expect(readEnvironment({ DATA_DIR: dataDir }).secret).toBe(secret)
  expect(readFileSync(join(dataDir, 'secret'), 'utf8')).toBe(secret)
})

it('does not go on with a damaged secret, nor with a folder it cannot use', () => {
  writeFileSync(join(dataDir, 'secret'), 'short')
  expect(mistakesIn({})).toEqual([expect.stringContaining('is damaged')])
  expect(mistakesIn({ DATA_DIR: join(dataDir, 'secret') })).toEqual([
    expect.stringContaining('can\'t be used'),
  ])
})

const pair = generateVAPIDKeys()
const push = {
  VAPID_PUBLIC_KEY: pair.publicKey,
  VAPID_PRIVATE_KEY: pair.privateKey,
  VAPID_SUBJECT: 'mailto:bee@example.cn',
}

it('takes all it is given in production', () => {
  expect(
    readEnvironment({ ...production, DATA_DIR: dataDir, PUBLIC_URL: 'https://bee.example.cn/', ...push }),
  ).toMatchObject({
    isProduction: true,
    secret: SECRET,
    publicUrl: 'https://bee.example.cn',
    sms: {
      driver: 'aliyun',
      keyId: 'id',
      keySecret: 'key',
      signName: '小蜜蜂',
      template: 'SMS_1',
      endpoint: 'https://dysmsapi.aliyuncs.com',
    },
    push: { ...pair, subject: 'mailto:bee@example.cn' },
  })
})

const locks = {
  LOCK_DRIVER: 'mqtt',
  MQTT_URL: 'mqtts://broker.example.cn',
  MQTT_USERNAME: 'server',
  MQTT_PASSWORD: 'p',
}
const tablets = { MQTT_TABLET_USERNAME: 'tablet-{station}', MQTT_TABLET_PASSWORD: 'in front of {station}' }
const wrong: [string, Record<string, string>, string][] = [
  ['a port that is no number', { PORT: 'eighty' }, 'PORT'],
  ['a port too high', { PORT: '70000' }, 'PORT'],
  ['another kind of database', { DATABASE_URL: 'mysql://localhost/bee' }, 'DATABASE_URL'],
  ['an address with a path', { PUBLIC_URL: 'https://bee.example.cn/app' }, 'PUBLIC_URL'],
  ['a secret too short', { SECRET: 'short' }, 'SECRET'],
  ['a demo in production', { ...production, DEMO: '1' }, 'DEMO=1'],
  ['no secret in production', { ...production, SECRET: '' }, 'SECRET'],
  ['no address in production', { ...production, PUBLIC_URL: '' }, 'PUBLIC_URL'],
  ['codes that nobody is sent in production', { ...production, SMS_DRIVER: 'console' }, 'SMS_DRIVER=console'],
  ['no second factor in production', { ...production, SECOND_FACTOR: '0' }, 'SECOND_FACTOR=0'],
  ['half a gateway', { SMS_DRIVER: 'aliyun', ALIYUN_SMS_KEY_ID: 'id' }, 'ALIYUN_SMS_KEY_SECRET'],
  ['half of web push', { VAPID_PUBLIC_KEY: pair.publicKey }, 'VAPID_PRIVATE_KEY, VAPID_SUBJECT missing'],
  [
    'a public key cut short',
    { ...push, VAPID_PUBLIC_KEY: pair.publicKey.slice(0, -4) },
    'VAPID_PUBLIC_KEY must be',
  ],
  [
    'a public key that is no point',
    { ...push, VAPID_PUBLIC_KEY: `A${pair.publicKey.slice(1)}` },
    'VAPID_PUBLIC_KEY must be',
  ],
  [
    'a public key in other letters',
    { ...push, VAPID_PUBLIC_KEY: `${pair.publicKey.slice(0, -1)}+` },
    'VAPID_PUBLIC_KEY must be',
  ],
  [
    'a private key where the public one belongs',
    { ...push, VAPID_PRIVATE_KEY: pair.publicKey },
    'VAPID_PRIVATE_KEY must be',
  ],
  ['a private key that no curve has', { ...push, VAPID_PRIVATE_KEY: 'A'.repeat(43) }, 'not of one pair'],
  ['keys of two pairs', { ...push, VAPID_PRIVATE_KEY: generateVAPIDKeys().privateKey }, 'not of one pair'],
  [
    'nobody to write to about pushes',
    { ...push, VAPID_SUBJECT: 'bee@example.cn' },
    'VAPID_SUBJECT must begin',
  ],
  [
    'a folder under which none can be made, though secret and database are elsewhere',
    { SECRET, DATABASE_URL: 'postgres:///bee', DATA_DIR: '/proc/nowhere' },
    'DATA_DIR (/proc/nowhere) can\'t be used',
  ],
  [
    'a folder under which none can be made',
    { DATA_DIR: '/proc/nowhere/data' },
    'DATA_DIR (/proc/nowhere/data) can\'t be used',
  ],
  ['locks of an unknown kind', { LOCK_DRIVER: 'rope' }, 'LOCK_DRIVER'],
  [
    'a broker without its address',
    { LOCK_DRIVER: 'mqtt', MQTT_USERNAME: 'server', MQTT_PASSWORD: 'p' },
    'MQTT_URL',
  ],
  [
    'a broker whose address holds a password',
    {
      LOCK_DRIVER: 'mqtt',
      MQTT_URL: 'mqtts://server:p@broker.example.cn',
      MQTT_USERNAME: 'server',
      MQTT_PASSWORD: 'p',
    },
    'MQTT_URL',
  ],
  [
    'a certificate that is not there',
    {
      LOCK_DRIVER: 'mqtt',
      MQTT_URL: 'mqtts://broker.example.cn',
      MQTT_USERNAME: 'server',
      MQTT_PASSWORD: 'p',
      MQTT_CA_FILE: '/nowhere/ca.pem',
    },
    'MQTT_CA_FILE',
  ],
  [
    'tablets that are told no name',
    { ...locks, MQTT_TABLET_URL: 'wss://lock-{station}.example.cn/mqtt', MQTT_TABLET_PASSWORD: 'p' },
    'MQTT_TABLET_USERNAME',
  ],
  [
    'tablets with no lock to open',
    { MQTT_TABLET_URL: 'wss://lock-{station}.example.cn/mqtt' },
    'LOCK_DRIVER=mqtt',
  ],
  ...[
    'ws://lock-{station}.example.cn/mqtt',
    'wss://a.lock-{station}.example.cn',
    'wss://lock-{station}',
    'wss://t:p@lock.example.cn',
    'wss://lock-{number}.example.cn',
    'wss://lock.example.cn:99999',
    'https://lock.example.cn',
    'wss://lock.example.cn/mqtt?station={station}',
  ].map((url): [string, Record<string, string>, string] => [
    `tablets that are sent to ${url}`,
    { ...locks, ...tablets, MQTT_TABLET_URL: url },
    'MQTT_TABLET_URL',
  ]),
  [
    'a map without its places',
    { TILE_URL: 'https://tiles.example.cn/{z}/{x}.png', TILE_ATTRIBUTION: '天地图' },
    'TILE_URL',
  ],
  [
    'a map that is not encrypted',
    { TILE_URL: 'http://tiles.example.cn/{z}/{x}/{y}.png', TILE_ATTRIBUTION: '天地图' },
    'TILE_URL',
  ],
  [
    'a map that says not whose it is',
    { TILE_URL: 'https://tiles.example.cn/{z}/{x}/{y}.png' },
    'TILE_ATTRIBUTION',
  ],
  [
    'a map file that is none',
    { MAP_FILE: 'package.json', TILE_ATTRIBUTION: '天地图' },
    'MAP_FILE must be a file in PMTiles 3',
  ],
  [
    'a map file that is not there',
    { MAP_FILE: '/nowhere/wuhan.pmtiles', TILE_ATTRIBUTION: '天地图' },
    'MAP_FILE must be a file in PMTiles 3',
  ],
  ['no codes at all', { CODES_PER_DAY: '0' }, 'CODES_PER_DAY'],
  ['a log level of its own', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
  ['yes instead of 1', { TRUST_PROXY: 'yes' }, 'TRUST_PROXY'],
]
it.each(wrong)('says in one sentence what is wrong with %s', (_, env, word) => {
  expect(mistakesIn(env)).toEqual([expect.stringContaining(word)])
})

it.each([
  ['wss://lock-{station}.example.cn:8884/mqtt', `'self' wss://*.example.cn:8884`],
  ['wss://locks.example.cn/{station}/mqtt', `'self' wss://locks.example.cn`],
  ['ws://127.0.0.1:9001/mqtt', `'self' ws://127.0.0.1:9001`],
])('lets pages connect to where tablets are sent, %s, and nowhere else', (url, origins) => {
  const { locks: read } = readEnvironment({ DATA_DIR: dataDir, ...locks, ...tablets, MQTT_TABLET_URL: url })
  const connections = (given?: typeof read) =>
    /connect-src ([^;]+);/.exec(
      headersOf({ publicUrl: 'https://bee.example.cn', ...(given && { locks: given }) })[
        'content-security-policy'
      ]!,
    )?.[1]
  expect(connections(read)).toBe(origins)
  expect([connections(), connections(readEnvironment({ DATA_DIR: dataDir, ...locks }).locks)]).toEqual([
    `'self'`,
    `'self'`,
  ])
})

it('doubts that a city behind https has no proxy to trust, and nothing else', () => {
  const doubts = (env: Record<string, string>) => doubtsAbout(readEnvironment({ DATA_DIR: dataDir, ...env }))
  expect(doubts({ PUBLIC_URL: 'https://bee.example.cn' })).toEqual([expect.stringContaining('TRUST_PROXY=1')])
  expect(doubts({ PUBLIC_URL: 'https://bee.example.cn', TRUST_PROXY: '1' })).toEqual([])
  expect(doubts({})).toEqual([])
})

it('lets a demo run in production when that is meant', () => {
  expect(
    readEnvironment({ ...production, DATA_DIR: dataDir, SMS_DRIVER: 'console', DEMO: '1', ALLOW_DEMO: '1' })
      .demo,
  ).toBe(true)
})

it('asks for a second factor in production, and elsewhere where that is said', () => {
  const requires = (env: Record<string, string>) =>
    readEnvironment({ DATA_DIR: dataDir, ...env }).requiresFactor
  const demo = { ...production, SMS_DRIVER: 'console', DEMO: '1', ALLOW_DEMO: '1' }
  expect([production, demo, {}, { SECOND_FACTOR: '1' }, { ...production, SECOND_FACTOR: '1' }].map(requires))
    .toEqual([true, false, false, true, true])
})

it('tells every mistake at once, repeats no secret, and ends with code 2', () => {
  const program = `const settings = await import('./server/settings/environment.ts')
    settings.readEnvironmentOrExit()`
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, PORT: 'x', DEMO: '7', SECRET: 'hush-hush', DATA_DIR: dataDir },
  })
  expect(status).toBe(2)
  expect(stderr.match(/^ {2}- (?:PORT|DEMO|SECRET) .+\.$/gm)).toHaveLength(3)
  expect(stderr).not.toContain('hush-hush')
})
