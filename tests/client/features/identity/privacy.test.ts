// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { createHash } from 'node:crypto'
import { privacySections } from '#client/features/identity/privacy-notice.ts'
import { PRIVACY_NOTICE, privacyNotices } from '#shared/identity/schemas.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'

/** A text that has been in force stays what it was: a changed one gets a version and a line of its own. */
const digests: Record<string, string> = {
  '2026-11-28': '6b77ceaf411b1461fe1c032f2832bc23659be94fe8324d48ed6fc59f0aab6839',
  '2026-11-29': '0480d7fa3a148112545c3bf590d5e00caef0cdec8ce212a458dcf501893aff8e',
}
let server: PhoneServer
freshPhone(() => ({ 'identity.me': me('courier') }), given => server = given)

it('the notice of each version has one text', () => {
  const digest = createHash('sha256').update(JSON.stringify(privacySections)).digest('hex')
  expect(digests[PRIVACY_NOTICE], 'the text has changed: give it the next version').toBe(digest)
  expect(privacyNotices.at(-1)).toBe(PRIVACY_NOTICE)
  expect(new Set(Object.values(digests)).size).toBe(Object.keys(digests).length)
})

it.each(['知道了', '看'])('who agreed to an earlier notice is told once, quietly: %s', async (answer) => {
  const rider = me('courier', { privacyNotice: privacyNotices[0] })
  server.answers['identity.me'] = rider
  await openPage('/me', { holder: rider })
  expect(text()).toContain('《隐私说明》有更新')
  if (answer === '看') document.querySelector<HTMLAnchorElement>('.privacy-changed a')!.click()
  else await tap('知道了')
  await expect.poll(text).not.toContain('《隐私说明》有更新')
  const page = await openPage('/me', { holder: rider })
  expect(text()).not.toContain('《隐私说明》有更新')
  await page.router.push('/me/privacy')
  await expect.poll(text).toContain(`你在`)
  expect(text()).toContain(`同意的是 ${privacyNotices[0]} 版`)
})

it('who agreed to the one in force, or to none, hears nothing', async () => {
  for (const privacyNotice of [PRIVACY_NOTICE, null]) {
    const rider = me('courier', { privacyNotice })
    server.answers['identity.me'] = rider
    await openPage('/me', { holder: rider })
    expect(text()).not.toContain('《隐私说明》有更新')
  }
})
