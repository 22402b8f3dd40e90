// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { renewOwnPass } from '#client/app/session/renew-pass.ts'
import { savedPass } from '#client/sync/store/passes.ts'
import { expect, it, vi } from 'vitest'
import { button, freshPhone, me, openPage, submit, tap, text, type } from '../../../support/client/page.ts'
import { doorCode, passHolder } from '../../../support/door-codes.ts'
import { all, near, view } from '../stations/some-stations.ts'

const rider = me('courier')
const STATION = { id: '01900000-0000-7000-8000-000000000143', name: '花楼街驿站' }
let server: PhoneServer
let vibrated = 0
freshPhone(() => ({ 'identity.me': rider }), (given) => {
  server = given
  vibrated = 0
  Object.defineProperty(navigator, 'vibrate', { value: () => ++vibrated, configurable: true })
})

const codeAt = (at: number) => doorCode(143, at).split('/d/')[1]!
const enterBy = (code: string) => openPage(`/d/${code}`, { holder: rider })
const sent = (name: string) => server.commands.filter(command => command.name === name)
/** Gives a phone a pass as the server does, for the key that it sends. */
const givePasses = (now = Date.now()) =>
  (server.decide = ({ name }) =>
    name === 'stations.givePass'
      ? { status: 'accepted', result: { pass: passHolder(now).pass, expires: now + 86_400_000 } }
      : { status: 'accepted', result: {} })

it('the door opens: the page says so, where, and what is asked of everybody inside', async () => {
  server.decide = () => ({
    status: 'accepted',
    result: { stationId: STATION.id, stationName: STATION.name, visitId: 'v', isOpen: true },
  })
  const page = await enterBy(codeAt(Date.now()))
  await expect.poll(text).toContain('门开了')
  expect(text()).toContain(STATION.name)
  expect(text()).toContain('随手关门')
  expect(vibrated).toBe(1)
  // And what one does then.
  expect(text()).toContain('回首页')
  await tap('看看这里有什么')
  await expect.poll(() => page.router.currentRoute.value.path).toBe(`/stations/${STATION.id}`)
})

it('digits typed on the scan page ask for the door like a scanned code', async () => {
  server.decide = () => ({
    status: 'accepted',
    result: { stationId: STATION.id, stationName: STATION.name, visitId: 'v', isOpen: true },
  })
  await openPage('/scan', { holder: rider })
  await expect.poll(text).toContain('输入码')
  await tap('输入码')
  await type('[aria-label=门码]', '１４３ 482-913')
  await submit('.typed')
  await expect.poll(text).toContain('门开了')
  expect(sent('stations.enter')[0]?.input).toMatchObject({ code: '143482913' })
})

it('too few digits are said to be too few, and nothing is asked', async () => {
  await openPage('/scan', { holder: rider })
  await expect.poll(text).toContain('输入码')
  await tap('输入码')
  await type('[aria-label=门码]', '143 482')
  expect(button('开门').disabled).toBe(false)
  await submit('.typed')
  expect(text()).toContain('数字不全：请输入驿站编号和六位数字')
  await type('[aria-label=门码]', '143 482 9')
  expect(text()).not.toContain('数字不全')
  expect(sent('stations.enter')).toEqual([])
})

it('digits typed without an answer save nothing, and the pass is offered', async () => {
  server.isDown = true
  await openPage('/d/143482913', { holder: rider })
  await expect.poll(text).toContain('没连上网络，请用通行码开门')
  server.isDown = false
  expect(sent('stations.checkIn')).toEqual([])
})

it('a lock that takes a moment is followed until it has opened', async () => {
  server.decide = () => ({
    status: 'accepted',
    result: { stationId: STATION.id, stationName: STATION.name, visitId: 'v', isOpen: false },
  })
  let state = 'opening'
  server.answers['stations.entry'] = () => ({ state, nearest: null })
  await enterBy(codeAt(Date.now()))
  await expect.poll(text).toContain('已通知门锁')
  state = 'open'
  await expect.poll(text).toContain('门开了')
  expect(text()).toContain(STATION.name)
})

it('a lock that stays shut leads to the nearest open station', async () => {
  server.decide = ({ name }) => ({
    status: 'accepted',
    result:
      name === 'stations.enter'
        ? { stationId: STATION.id, stationName: STATION.name, visitId: 'v', isOpen: false }
        : {},
  })
  server.answers['stations.entry'] = {
    state: 'failed',
    nearest: { id: '01900000-0000-7000-8000-000000000009', name: '江边驿站', metres: 600 },
  }
  await enterBy(codeAt(Date.now()))
  await expect.poll(text).toContain('门没有开')
  expect(document.querySelector('a.end__nearest')?.textContent).toContain('江边驿站')
})

it('a closed station is refused in words, with a link to where it is open', async () => {
  server.decide = () => ({
    status: 'refused',
    refusal: {
      code: 'stations.closed',
      words: '消毒',
      stationId: '01900000-0000-7000-8000-000000000009',
      stationName: '江边驿站',
    },
  })
  await enterBy(codeAt(Date.now()))
  await expect.poll(text).toContain('驿站现在关着：消毒')
  expect(document.querySelector('a.end__nearest')?.getAttribute('href')).toContain(
    '01900000-0000-7000-8000-000000000009',
  )
})

it('“门没打开” tells the keeper', async () => {
  server.decide = ({ name }) => ({
    status: 'accepted',
    result:
      name === 'stations.enter'
        ? { stationId: STATION.id, stationName: STATION.name, visitId: 'v', isOpen: true }
        : {},
  })
  await enterBy(codeAt(Date.now()))
  await expect.poll(text).toContain('门开了')
  await tap('门没打开？点这里')
  await expect
    .poll(() => sent('stations.reportFault').map(({ input }) => input))
    .toMatchObject([{ stationId: STATION.id, kind: 'door' }])
  expect(text()).toContain('已告诉站长')
})

it('offline the check-in is saved with the id it was asked under, and the pass appears', async () => {
  givePasses()
  await openPage({ render: () => null }, { holder: rider })
  await renewOwnPass()
  server.isDown = true
  const code = codeAt(Date.now())
  const { outbox } = await enterBy(code)
  await expect.poll(() => document.querySelector('svg[aria-label^="通行码"]')).not.toBeNull()
  expect(text()).toContain('进站已记在手机里')
  const [kept] = outbox.items
  expect(kept?.envelope).toMatchObject({ name: 'stations.checkIn', input: { code } })

  const again = await enterBy(code) // Reloaded at the door.
  await expect.poll(text).toContain('进站已记在手机里')
  expect(again.outbox.items.map(({ envelope }) => envelope.id)).toEqual([kept!.envelope.id])
})

it.each([10, -10])(
  'a tablet whose clock is %i minutes off is told of, and its time is used',
  async (minutes) => {
    givePasses()
    await openPage({ render: () => null }, { holder: rider })
    await renewOwnPass()
    server.isDown = true
    await enterBy(codeAt(Date.now() + minutes * 60_000))
    await expect.poll(text).toContain('时间差了约 10 分钟')
  },
)

it('nobody’s poster or another text is refused without asking anybody', async () => {
  await enterBy('143')
  await expect.poll(text).toContain('海报不能开门')
  expect(sent('stations.enter')).toEqual([])
})

it('the pass is fetched once for hours, its key can\'t be read, and it goes when refused', async () => {
  givePasses()
  const { session } = await openPage({ render: () => null }, { holder: rider })
  await renewOwnPass()
  await renewOwnPass()
  expect(sent('stations.givePass')).toHaveLength(1)
  expect(await savedPass(rider.accountId)).toMatchObject({
    privateKey: { extractable: false, type: 'private' },
  })

  vi.setSystemTime(Date.now() + 5 * 3_600_000)
  try {
    server.decide = () => ({
      status: 'refused',
      refusal: { code: 'stations.suspended', until: Date.now() + 1 },
    })
    await renewOwnPass()
  }
  finally {
    vi.useRealTimers()
  }
  expect(session.accountId).toBe(rider.accountId)
  expect(await savedPass(rider.accountId)).toBeUndefined()
})

it('a pass of yesterday is not held out: the page says what to do', async () => {
  givePasses(Date.now() - 2 * 86_400_000)
  await openPage({ render: () => null }, { holder: rider })
  await renewOwnPass()
  server.isDown = true
  await openPage('/pass/143', { holder: rider })
  await expect.poll(text).toContain('通行码过期了，连上网络再打开这一页')
  expect(document.querySelector('svg[aria-label^="通行码"]')).toBeNull()
})

it('the pass page calls the keeper, also without a network once the number was seen', async () => {
  givePasses()
  Object.assign(server.answers, {
    'stations.all': all,
    'stations.one': view(near, { phone: '13800008001' }),
  })
  const list = await openPage('/stations', { holder: rider })
  await expect.poll(text).toContain(near.name)
  list.close()
  for (const isDown of [false, true]) {
    server.isDown = isDown
    const page = await openPage(`/pass/${near.number}`, { holder: rider })
    await expect.poll(text).toContain('打电话给站长 138 0000 8001')
    expect(document.querySelector('a[href^="tel:"]')?.getAttribute('href')).toBe('tel:13800008001')
    page.close()
  }
})
