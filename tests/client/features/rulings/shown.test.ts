// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'
import { view as reportView } from '../reports/report-view.ts'

const { limits, points, caps } = builtIn
const courier = me('courier')
const admin = me('admin')
let server: PhoneServer
freshPhone(() => ({
  'identity.me': courier,
  'rulings.inForce': { limits, points: { ...points, security: 180, hazard: 66 }, caps },
}), given => server = given)

it('what a report earns is what the server says, also without a network later', async () => {
  await openPage('/report', { holder: courier })
  await expect.poll(text).toContain('+66')
  server.isDown = true
  await openPage('/', { holder: courier })
  await expect.poll(text).toContain('最高 +180 积分')
})

it('a phone that never heard the rules says the built-in ones', async () => {
  delete server.answers['rulings.inForce']
  await openPage('/report', { holder: courier })
  await expect.poll(text).toContain(`+${points.hazard}`)
})

it('admins have a list of what went up to them, with why', async () => {
  server.answers['identity.me'] = admin
  server.answers['desk.raised'] = {
    reports: [{
      ...reportView(),
      rank: 1,
      unitName: null,
      afterPhotoFault: null,
      raised: ['late', 'handedBack'],
    }],
    hasMore: false,
  }
  await openPage('/desk/raised', { holder: admin })
  await expect.poll(text).toContain('#7 安全隐患')
  expect(text()).toContain('多次退回，市级督办')
})
