import type { Whereabouts } from '#server/core/identity/index.ts'
import type { Settings } from '#server/settings/environment.ts'
import type { Context } from 'hono'
import { addressOf } from './limits.ts'

const systems: readonly [pattern: RegExp, word: string][] = [
  [/HarmonyOS|OpenHarmony/i, '鸿蒙手机'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android 手机'],
  [/Windows/, 'Windows 电脑'],
  [/Macintosh/, 'Mac 电脑'],
  [/Linux/, 'Linux 电脑'],
]
/** The first that fits: most browsers also name those below theirs. */
const browsers: readonly [pattern: RegExp, word: string][] = [
  [/MicroMessenger/, '微信'],
  [/AlipayClient/, '支付宝'],
  [/HuaweiBrowser/, '华为浏览器'],
  [/MiuiBrowser/, '小米浏览器'],
  [/UCBrowser/, 'UC 浏览器'],
  [/MQQBrowser/, 'QQ 浏览器'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
]
const wordIn = (list: typeof systems, agent: string) => list.find(([pattern]) => pattern.test(agent))?.[1]

/** Device and network of a sign-in in words; never the whole address or the browser's own text. */
export function whereaboutsOf(c: Context, settings: Pick<Settings, 'trustProxy'>): Whereabouts {
  const agent = c.req.header('user-agent') ?? ''
  const device = [wordIn(systems, agent), wordIn(browsers, agent)].filter(word => word !== undefined)
  return { device: device.join(' · '), network: networkIn(addressOf(c, settings)) }
}

/** 203.0.*, 2001:db8:*; empty where the address is none. */
function networkIn(address: string): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(address)) return `${address.split('.').slice(0, 2).join('.')}.*`
  return address.includes(':') ? `${address.split(':').slice(0, 2).join(':')}:*` : ''
}
