import { expect, test } from '../support/journeys/journey.ts'
import { openPhone } from '../support/journeys/phone.ts'
import { startServer } from '../support/server.ts'

test('when the city\'s codes run short the phone works for one and says so', async ({ page, context }) => {
  const server = await startServer({ env: { CODES_PER_DAY: '2' } })
  const phone = openPhone(context, page, server.url)
  await phone.signInByHand('13800001001')
  await phone.signOutByHand()
  await phone.goto('/sign-in')
  await page.getByLabel('手机号').fill('13800001002')
  await page.getByRole('checkbox').check()
  // The page itself watches for it: a quick phone is done before anybody outside has looked.
  const isSaid = page.evaluate(words => new Promise<true>((resolve) => {
    new MutationObserver((_, observer) => {
      const said = [...document.querySelectorAll('[role=status]')].map(({ textContent }) => textContent)
      if (!said.some(text => text.includes(words))) return
      observer.disconnect()
      resolve(true)
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  }), '请等大约十秒')
  await page.getByRole('button', { name: '获取验证码' }).click()
  expect(await isSaid).toBe(true)
  await page.getByRole('button', { name: '填入' }).click()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL(({ pathname }) => pathname !== '/sign-in')
  expect(await phone.ask('identity.me', {})).toMatchObject({ phoneHint: '138****1002' })
  await server.remove()
})
