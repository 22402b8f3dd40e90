import type { Settings } from '#server/settings/environment.ts'
import process from 'node:process'
import { roleNames } from '#shared/identity/roles.ts'
import { samplePeople, sampleSignIns } from './people.ts'
import { standingPosts } from './teams.ts'

/**
 * Prints the address and, for a sample city, how to sign in. Other programs wait for the line with the
 * address.
 */
export function greet(settings: Settings, port: number): void {
  const address = `http://${settings.host === '0.0.0.0' ? '127.0.0.1' : settings.host}:${port}`
  const lines = ['', `Little Bee 小蜜蜂 is open at ${address}`]
  if (settings.sampleCity) {
    lines.push('', '  Sample accounts (示例账号):')
    for (const by of sampleSignIns) {
      const { phone, role, name } = samplePeople[by]
      const parts = standingPosts[by]?.map(([kind]) => kind) ?? [role]
      const shown = parts.map(part => roleNames[part]).join('、')
      lines.push(`    ${phone}  ${shown} ${name} (${parts.join(', ')})`)
    }
  }
  if (settings.demo)
    lines.push('', '  Sign in: type a phone number, tap 获取验证码; the code appears on the page (DEMO=1).')
  lines.push('  Narrow the window to a phone, 390×844. Stop with Ctrl+C.', '')
  process.stdout.write(`${lines.join('\n')}\n`)
}
