import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { chromium } from '@playwright/test'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The system's Chromium where it has one, else where Playwright puts the one it downloads. */
export function chromiumPath(): string {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin']
  const candidates = names.flatMap(name => folders.map(folder => join(folder, name)))
  return candidates.find(path => existsSync(path)) ?? chromium.executablePath()
}

/** Starts quietly, draws without a graphics card and calls nobody; root has no sandbox to enter. */
export const chromiumArguments = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
]
