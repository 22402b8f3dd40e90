import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { say, SetupError } from '../../server/setup.mjs'
import { chromiumPath, findShell } from './chromium.ts'
import { findPostgres } from './postgres.ts'

const succeeds = (program: string, ...args: string[]) =>
  spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    .status === 0

/** Installs Debian packages where we may: as root, or where sudo asks for no password. */
function installPackages(...packages: string[]): boolean {
  if (!existsSync('/usr/bin/apt-get')) return false
  const isRoot = process.getuid?.() === 0
  if (!isRoot && spawnSync('sudo', ['-n', 'true']).status !== 0) return false
  say(`Installing ${packages.join(', ')} …`)
  const apt = (...args: string[]) =>
    isRoot ? succeeds('apt-get', ...args) : succeeds('sudo', '-n', 'apt-get', ...args)
  return apt('update', '-q') && apt('install', '-y', '-q', '--no-install-recommends', ...packages)
}

/** Makes sure that there is a Chromium for the journeys. */
export function ensureChromium(): void {
  const packages = [
    ...existsSync(chromiumPath()) ? [] : ['chromium', 'fonts-noto-cjk'],
    ...findShell() ? [] : ['chromium-headless-shell'],
  ]
  if (packages.length > 0) installPackages(...packages)
  if (existsSync(chromiumPath())) return
  say('Downloading Playwright\'s own Chromium …')
  if (!succeeds('npx', 'playwright', 'install', 'chromium') || !existsSync(chromiumPath())) {
    throw new SetupError(
      'The journeys need Chromium, and it could not be installed: install the package "chromium" by hand.',
    )
  }
}

/** The folder of PostgreSQL's programs; undefined only where the settings leave PostgreSQL out. */
export function ensurePostgres(): string | undefined {
  const found = findPostgres() ?? (installPackages('postgresql') ? findPostgres() : undefined)
  if (found) return found
  if (process.env.LITTLE_BEE_SKIP_POSTGRES === '1') return undefined
  throw new SetupError(
    'The server\'s tests also run on PostgreSQL, and it could not be installed: install the package '
    + '"postgresql" by hand, or set LITTLE_BEE_SKIP_POSTGRES=1 to do without.',
  )
}

/** Makes sure that there is a broker for the locks. */
export function ensureMosquitto(): void {
  const isThere = () =>
    spawnSync('mosquitto', ['-h']).error === undefined
    && spawnSync('mosquitto_passwd', ['-h']).error === undefined
  if (isThere()) return
  installPackages('mosquitto')
  if (!isThere()) {
    throw new SetupError(
      'The locks are tested on a real broker, and it could not be installed: '
      + 'install the package "mosquitto" by hand.',
    )
  }
}

/** Makes sure that there is a decoder of codes besides ours. */
export function ensureZbar(): void {
  const isThere = () => spawnSync('zbarimg', ['--version']).status === 0
  if (isThere()) return
  installPackages('zbar-tools')
  if (!isThere()) {
    throw new SetupError(
      'The codes at the doors are read by an independent decoder, and it could not be installed: '
      + 'install the package "zbar-tools" by hand.',
    )
  }
}
