import { chromium } from '@playwright/test'
import lighthouse from 'lighthouse'
import { chromiumArguments, chromiumPath } from '../support/chromium.ts'
import { startServer } from '../support/server.ts'
const server = await startServer({ env: { SAMPLE_CITY: '1' } })
const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...chromiumArguments, '--remote-debugging-port=9335'] })
const result = await lighthouse(server.url, { port: 9335, output: 'json', logLevel: 'error', onlyCategories: ['performance', 'best-practices'] })
const { audits, categories } = result!.lhr
for (const { id } of categories['best-practices']!.auditRefs) { const a = audits[id]!; if (a.score !== null && a.score < 1) console.log(id, JSON.stringify((a.details as any)?.items).slice(0, 800)) }
console.log(audits['largest-contentful-paint']!.displayValue, JSON.stringify((audits['largest-contentful-paint-element']?.details as any)?.items?.[0]?.items?.[0]?.node?.snippet))
for (const i of (audits['network-requests']!.details as any).items) console.log(i.url.slice(-40), i.transferSize, i.priority, Math.round(i.networkRequestTime), Math.round(i.networkEndTime))
console.log((audits.metrics!.details as any).items[0])
await browser.close(); await server.remove()
