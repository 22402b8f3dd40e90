import { chromium } from '@playwright/test'
import { chromiumArguments, shellPath } from './tests/support/chromium.ts'
import { mkdirSync, rmSync } from 'node:fs'
const [url, out, phone, width, look, ...paths] = process.argv.slice(2) as string[]
rmSync(out!, { recursive: true, force: true }); mkdirSync(out!, { recursive: true })
const browser = await chromium.launch({ executablePath: shellPath(), args: chromiumArguments })
const w = Number(width)
const context = await browser.newContext({ viewport: { width: w, height: w > 1000 ? 800 : w < 330 ? 640 : 844 }, deviceScaleFactor: 1, hasTouch: w < 1000, isMobile: w < 1000, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
await context.addInitScript(l => localStorage.setItem('little-bee-theme', JSON.stringify({ theme: l === 'dark' ? 'dark' : 'light', care: l === 'care' })), look)
const page = await context.newPage()
page.on('console', m => m.type() === 'error' && console.log('console', m.text(), m.location().url))
page.on('pageerror', e => console.log('error', e.message))
const headers = { 'x-little-bee': '1', 'x-forwarded-for': `10.1.${Math.floor(Math.random()*250)}.${Math.floor(Math.random()*250)}` }
const asked = await (await context.request.post(`${url}/api/session/code`, { headers, data: { phone } })).json() as any
const signed = await context.request.post(`${url}/api/session`, { headers, data: { phone, code: asked.demoCode } })
if (!signed.ok()) console.log('sign in', signed.status(), await signed.text(), asked)
const ask = async (name: string, input: object) => (await context.request.get(`${url}/api/queries/${name}`, { params: { input: JSON.stringify(input) } })).json() as any
await page.goto(url!); await page.waitForTimeout(2500)
let n = 0
for (let path of paths) {
  const full = path.endsWith('!'); if (full) path = path.slice(0, -1)
  const [at, ...acts] = path.split('|')
  let address = at!
  const m = /^P:(.*)$/.exec(address)
  if (m) address = `/people/${(await ask('people.find', { words: m[1] })).people[0].accountId}`
  if (address !== '') { await page.goto(url + address); await page.waitForTimeout(1500) }
  for (const act of acts) {
    const [verb, what, value] = act.split('=')
    if (verb === 'tap') await page.getByRole('button', { name: what!, exact: true }).first().click()
    else if (verb === 'pick') await page.getByText(what!, { exact: true }).last().click()
    else if (verb === 'find') await page.getByText(what!).first().click()
    else if (verb === 'fill') await page.getByLabel(what!).first().fill(value!.replaceAll('\\n', '\n').replaceAll('\\t', '\t'))
    else if (verb === 'offline') await context.setOffline(what === '1')
    else if (verb === 'enter') await page.keyboard.press('Enter')
    await page.waitForTimeout(700)
  }
  await page.screenshot({ path: `${out}/${String(n++).padStart(2, '0')}.png`, fullPage: full })
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (over > 0) console.log('wider by', over, path)
}
await browser.close()
