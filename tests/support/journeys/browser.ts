import type { BrowserContext } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect } from '@playwright/test'
import { chromiumArguments, shellPath } from '../chromium.ts'
import { test as base, listen } from './journey.ts'
import { openPhone, someAddress, somewhere } from './phone.ts'

/** A phone whose browser can be killed and opened again with all that it kept on its disk. */
export function phoneWithDisk(url: string, complaints: string[]) {
  const disk = mkdtempSync(join(tmpdir(), 'little-bee-disk-'))
  let context: BrowserContext | undefined

  async function open({ offline = false } = {}) {
    context = await chromium.launchPersistentContext(disk, {
      executablePath: shellPath(),
      args: chromiumArguments,
      offline,
      viewport: { width: 390, height: 844 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      serviceWorkers: 'allow',
      geolocation: somewhere(),
      permissions: ['geolocation'],
      extraHTTPHeaders: someAddress(),
    })
    listen(context, complaints)
    return openPhone(context, context.pages()[0] ?? await context.newPage(), url)
  }

  /**
   * Kills the browser's main process and its children without notice, as when a battery falls out.
   */
  async function kill() {
    const { processInfo } = await (
      await context!.browser()!.newBrowserCDPSession()
    ).send('SystemInfo.getProcessInfo')
    const closed = new Promise(resolve => context!.once('close', resolve))
    process.kill(processInfo.find(({ type }) => type === 'browser')!.id, 'SIGKILL')
    await closed
  }

  return {
    open,
    kill,
    /** As one who puts the phone away: all that is to be on the disk is there. */
    close: async () => await context?.close(),
    remove: async () => {
      await context?.close().catch(() => {}) // It may have been killed.
      // Its children may still be leaving.
      await expect(() => rmSync(disk, { recursive: true, force: true })).toPass()
    },
  }
}

/** Somebody whose browser may be killed. */
export const test = base.extend<{ disk: ReturnType<typeof phoneWithDisk> }>({
  disk: async ({ city, complaints }, use) => {
    const disk = phoneWithDisk(city.url, complaints)
    await use(disk)
    await disk.remove()
  },
})
