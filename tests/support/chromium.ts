import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** A Chromium that is on this machine: the system's, else the one Playwright has downloaded; undefined where there is none. */
export function findChromium(): string | undefined {
  const places = (process.env['PATH'] ?? '').split(':').concat('/usr/bin')
  const candidates = names.flatMap(name => places.map(place => join(place, name)))
  return [...candidates, chromium.executablePath()].find(path => existsSync(path))
}

/** Starts quietly, draws without a graphics card and calls nobody; root has no sandbox to enter. */
export const chromiumArgs = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
]
