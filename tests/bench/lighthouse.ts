import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { chromiumArguments, chromiumPath } from '../support/chromium.ts'
import { startServer } from '../support/server.ts'
import { median, promise } from './measure.ts'

// Lighthouse's mobile profile on the first page, median of three.
const ROUNDS = 3
const PORT = 9333 // Chromium's own door for whoever measures it, on loopback.
const wanted = { 'performance': 98, 'accessibility': 100, 'best-practices': 100, 'seo': 100 } as const

const server = await startServer()
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments, `--remote-debugging-port=${PORT}`] })
const scores: Record<string, number[]> = {}
for (let round = 0; round < ROUNDS; round++) {
  const result = await lighthouse(server.url, { port: PORT, output: 'json', logLevel: 'error', onlyCategories: Object.keys(wanted) })
  for (const [name, { score }] of Object.entries(result?.lhr.categories ?? {})) (scores[name] ??= []).push((score ?? 0) * 100)
}
for (const [name, least] of Object.entries(wanted)) {
  const score = median(scores[name] ?? [0])
  promise(`lighthouse mobile, ${name}`, score, score >= least, `≥ ${least}`)
}
await browser.close()
await server.remove()
