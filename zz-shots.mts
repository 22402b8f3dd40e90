// tsx shots.mts URL OUT [look=light|dark|care] [width=390] : pages of every role, signing in by the API
import { chromium } from '@playwright/test'
import { chromiumArguments, shellPath } from './tests/support/chromium.ts'
import { mkdirSync } from 'node:fs'
const [url, out, look = 'light', width = '390', only = ''] = process.argv.slice(2) as string[]
mkdirSync(out!, { recursive: true })
const browser = await chromium.launch({ executablePath: shellPath(), args: chromiumArguments })
const people: Record<string, [string | null, string[]]> = {
  visitor: [null, ['/', '/sign-in', '/stations', '/mall', '/me', '/complaints', '/reports', '/scan', '/nowhere']],
  rider: ['13800000001', ['/', '/report', '/reports', 'R', '/stations', '/stations?view=map', 'S', '/mall', 'I', '/orders', 'O', '/points', '/notices', '/me', '/me/settings', '/scan', '/visits', '/outbox', '/register', '/help', '/about', '/points/rules']],
  keeper: ['13800000003', ['/', '/counter', '/counter/hand-over?by=digits', '/counter/shelf', '/keeping', '/keeping/hours', '/keeping/faults', '/me']],
  staff: ['13800000004', ['/', '/desk', 'D', '/notices', '/me']],
  unit: ['13800000005', ['/', '/desk', 'D']],
  admin: ['13800000006', ['/', '/organiser/mall', '/organiser/points', '/organiser/stations', '/me']],
}
for (const [who, [phone, paths]] of Object.entries(people)) {
  if (only && !only.split(',').includes(who)) continue
  const context = await browser.newContext({ viewport: { width: Number(width), height: Number(width) > 1000 ? 800 : 844 }, deviceScaleFactor: 1, hasTouch: true, isMobile: Number(width) < 1000, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', geolocation: { latitude: 30.5855, longitude: 114.2768, accuracy: 12 }, permissions: ['geolocation'] })
  await context.addInitScript(l => localStorage.setItem('little-bee-theme', JSON.stringify({ theme: l === 'dark' ? 'dark' : 'light', care: l === 'care' })), look)
  const page = await context.newPage()
  page.on('console', m => m.type() === 'error' && console.log(who, 'console', m.text(), m.location().url))
  page.on('pageerror', e => console.log(who, 'error', e.message))
  const ask = async (name: string, input: object) => (await context.request.get(`${url}/api/queries/${name}`, { params: { input: JSON.stringify(input) } })).json() as any
  if (phone) {
    const headers = { 'x-little-bee': '1', 'x-forwarded-for': '10.1.1.1' }
    const asked = await (await context.request.post(`${url}/api/session/code`, { headers, data: { phone } })).json() as any
    await context.request.post(`${url}/api/session`, { headers, data: { phone, code: asked.demoCode } })
  }
  await page.goto(url!); await page.waitForTimeout(3000)
  let n = 0
  for (let path of paths) {
    const name = path
    try {
      if (path === 'R') { const r = (await ask('reports.mine', {})).reports; path = `/reports/${(r.find((x: any) => x.state === 'resolved') ?? r[0]).id}` }
      if (path === 'S') path = `/stations/${(await ask('stations.all', {})).stations[0].id}`
      if (path === 'I') path = `/mall/${(await ask('mall.items', {})).items[0].id}`
      if (path === 'O') path = `/orders/${(await ask('mall.myOrders', {})).orders[0].id}`
      if (path === 'D') path = `/desk/${(await ask('desk.reports', { view: 'open' })).reports?.[0]?.id ?? ''}`
    } catch (e) { console.log(who, name, String(e)); continue }
    await page.goto(url + path); await page.waitForTimeout(1800)
    await page.screenshot({ path: `${out}/${who}-${String(n++).padStart(2, '0')}${name.replaceAll(/[/?=&]/g, '_')}.png` })
  }
  await context.close()
}
await browser.close()
