import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from '@playwright/test'

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

function find(names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin']
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(path => existsSync(path))
}

/** The system's Chromium where it has one, else where Playwright puts the one it downloads. */
export const chromiumPath = (): string => find(browsers) ?? chromium.executablePath()

/**
 * The same Chromium without a window and what belongs to it, such as notifications: a third less work than a
 * hidden window takes. The whole one where the system has no other.
 */
export const shellPath = (): string => findShell() ?? chromiumPath()
export const findShell = (): string | undefined => find(['chromium-headless-shell'])

/**
 * Starts quietly, draws without a graphics card or a process for one, and calls nobody; root has no sandbox
 * to enter. A phone's pages share one process: otherwise Chromium starts one for the empty first page and
 * ends it at the first navigation.
 */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
  '--in-process-gpu',
  '--renderer-process-limit=1',
]
