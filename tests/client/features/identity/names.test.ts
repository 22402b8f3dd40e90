// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, tap, text, type } from '../../../support/client/page.ts'

let server: PhoneServer
freshPhone(() => ({ 'identity.me': me('keeper'), 'areas.tree': [] }), given => server = given)

async function registerAs(name: string) {
  const page = await openPage('/register', { holder: me('keeper') })
  await type('input[name=name]', name)
  document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click()
  await settled()
  await tap('保存修改')
  return page.outbox
}

it('a name of twenty emoji is one of twenty characters, for the field and for the schema', async () => {
  await registerAs('🐝'.repeat(20))
  await expect.poll(() => server.commands.map(({ input }) => input))
    .toMatchObject([{ name: '🐝'.repeat(20) }])
})

it.each(['\u200B\u3164', '\u2800', '\uFE0F', '\u202E'])('a name that shows nothing is none', async (name) => {
  const outbox = await registerAs(name)
  expect(text()).toContain('请填姓名')
  expect(outbox.items).toEqual([])
})
