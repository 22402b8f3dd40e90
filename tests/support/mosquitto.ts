import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './postgres.ts'

export const PREFIX = 'bee'
export const SERVER = { username: 'server', password: 'said to nobody' }
/**
 * Every lock has a name and a password of its own, and may read and write its own topics only; and so have a
 * station's tablets.
 */
export const lockUser = (station: number) => ({ username: `lock-${station}`, password: `of ${station}` })
/** As the settings of the server have it, for whatever station. */
export const TABLETS = { username: 'tablet-{station}', password: 'in front of {station}' }
const tabletUser = (station: number) => ({
  username: `tablet-${station}`,
  password: `in front of ${station}`,
})

function run(program: string, ...args: string[]) {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}

/**
 * A real Mosquitto on free loopback ports, with a certificate of its own, names, passwords and topics by
 * station. It is the city's broker and, for the tablets (`tabletUrl`), that of every station at once.
 */
export async function startMosquitto(stations: readonly number[]) {
  const folder = mkdtempSync(join(tmpdir(), 'little-bee-mosquitto-'))
  const at = (name: string) => join(folder, name)
  run(
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=127.0.0.1',
    '-addext',
    'subjectAltName=IP:127.0.0.1',
    '-keyout',
    at('key.pem'),
    '-out',
    at('cert.pem'),
  )
  writeFileSync(at('passwords'), '', { mode: 0o600 })
  for (const { username, password } of [
    SERVER,
    ...stations.flatMap(station => [lockUser(station), tabletUser(station)]),
  ])
    run('mosquitto_passwd', '-b', at('passwords'), username, password)
  const own = stations.flatMap(station => [
    `user ${lockUser(station).username}`,
    `topic read ${PREFIX}/${station}/unlock`,
    `topic read ${PREFIX}/${station}/grants`,
    `topic write ${PREFIX}/${station}/ack`,
    `user ${tabletUser(station).username}`,
    `topic write ${PREFIX}/${station}/unlock`,
    `topic read ${PREFIX}/${station}/ack`,
  ])
  writeFileSync(
    at('topics'),
    [`user ${SERVER.username}`, `topic readwrite ${PREFIX}/#`, ...own, ''].join('\n'),
    { mode: 0o600 },
  )
  const [port, tabletPort] = [await freePort(), await freePort()]
  writeFileSync(at('mosquitto.conf'), [
    `user ${userInfo().username}`,
    'persistence false',
    'allow_anonymous false',
    `password_file ${at('passwords')}`,
    `acl_file ${at('topics')}`,
    `listener ${port} 127.0.0.1`,
    `cafile ${at('cert.pem')}`,
    `certfile ${at('cert.pem')}`,
    `keyfile ${at('key.pem')}`,
    `listener ${tabletPort} 127.0.0.1`,
    'protocol websockets',
    '',
  ].join('\n'))

  const child = spawn('mosquitto', ['-c', at('mosquitto.conf')], { stdio: 'ignore' })
  for (const each of [port, tabletPort]) await listening(each)
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  return {
    url: `mqtts://127.0.0.1:${port}`,
    tabletUrl: `ws://127.0.0.1:${tabletPort}/mqtt`,
    authorityFile: at('cert.pem'),
    authority: readFileSync(at('cert.pem'), 'utf8'),
    stop,
    remove: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
export type Mosquitto = Awaited<ReturnType<typeof startMosquitto>>

const TRIES = 100
const AGAIN_MS = 50

async function listening(port: number) {
  for (let n = 0; n < TRIES; n++) {
    const socket = connect(port, '127.0.0.1')
    const isThere = await new Promise<boolean>(resolve =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    )
    socket.destroy()
    if (isThere) return
    await wait(AGAIN_MS)
  }
  throw new Error('mosquitto does not listen')
}
