import type { Look, Things } from '../support/journeys/pages.ts'
import type { Api, Phone, Rider } from '../support/journeys/phone.ts'
import { randomUUID } from 'node:crypto'
import { features } from '#client/features.ts'
import { expect, OFFLINE, somePhoto, test } from '../support/journeys/journey.ts'
import { halfUnderTabs, layoutFaults } from '../support/journeys/layout.ts'
import { earn, hasSeen, redeem, stock } from '../support/journeys/mall.ts'
import { axe, looks, pagesFor, turnTo, visit, wear } from '../support/journeys/pages.ts'
import { appointed, placeOf, STATIONS } from '../support/journeys/people.ts'
import { askAll } from '../support/journeys/polls.ts'
import { publish } from '../support/journeys/volunteering.ts'
import { COMMUNITY } from '../support/template.ts'

test.describe.configure({ mode: 'parallel' })
/** A rider with something on every page but a draft, and a report for the desk. */
async function lived(rider: Omit<Rider, 'number'>, staff: Api): Promise<Omit<Things, 'draftId'>> {
  const reportId = await rider.report('井盖松了', 'hazard')
  await staff.send('reports.move', { reportId, to: 'accepted' })
  const complaint = { complaintId: randomUUID(), text: '字可以再大一点', page: 'home' }
  await rider.send('voices.complain', complaint)
  const [photo] = (await rider.ask('reports.one', { reportId })).photos
  const activityId = await publish(staff, { title: '清洁共享单车', inHours: 0.5 })
  await rider.send('activities.signUp', { activityId })
  const teamId = randomUUID()
  const name = `送餐小队 ${teamId.slice(0, 4)}`
  const team = { teamId, name, trade: 'meal', words: '一起送餐', areaId: COMMUNITY } as const
  await staff.send('teams.found', team)
  await rider.send('teams.ask', { teamId })
  const places = ['甲', '乙'].map(text => ({ text, place: placeOf('near') }))
  const { pollId } = await askAll(staff, { options: places })
  const voiceId = randomUUID()
  const words = { kind: 'wish', text: '想学修电动车', page: 'voices' } as const
  await rider.send('voices.post', { voiceId, ...words, areaId: null, isAnonymous: false, photos: [] })
  return { reportId, deskReportId: reportId, deskPhoto: photo!.hash, activityId, teamId, pollId, voiceId }
}

/** A buyer with an order at a station. */
async function bought(rider: Omit<Rider, 'number'>, staff: Api, admin: Api) {
  const item = await stock(admin, {
    name: '雨衣',
    price: 20,
    at: { near: 3, far: 5 },
    donor: { name: '江城骑行社', words: '谢谢风雨里的你' },
  })
  await earn(rider, staff)
  const orderId = randomUUID()
  await rider.send('mall.redeem', {
    orderId,
    itemId: item.id,
    stationId: STATIONS.near.id,
    count: 1,
    price: 20,
  })
  return { item, orderId }
}

/** What axe asks of each look. The light one is asked all; the others differ from it in styles alone. */
const rulesFor: Record<Look, string[] | undefined> = {
  light: undefined,
  dark: ['color-contrast'],
  care: ['color-contrast', 'scrollable-region-focusable'],
}

/** What axe finds on the page as it stands, and what is wrong with how it lies; colours move nothing. */
async function inspect(phone: Phone, path: string, look: Look): Promise<string[]> {
  const { violations } = await axe(phone, rulesFor[look])
  return [
    ...violations.map(({ id, nodes }) => {
      const found = nodes.map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary}`)
      return `${look} ${path}: ${id}: ${found.join('\n  ')}`
    }),
    ...(look === 'dark' ? [] : await layoutFaults(phone.page)).map(fault => `${look} ${path}: ${fault}`),
  ]
}

/**
 * Inspects pages in every look. Each is reached in one of them, by turns, and changes into the others; the
 * first is opened, and one leads to the next, unless each is to be opened (`go`). `also` is asked of each
 * page besides.
 */
async function inspectAll(
  phone: Phone,
  paths: string[],
  { also = async () => {}, go = turnTo }: { also?: (path: string) => Promise<void>, go?: typeof visit } = {},
): Promise<string[]> {
  const found: string[] = []
  await phone.page.emulateMedia({ reducedMotion: 'reduce' }) // Nothing is measured while it fades.
  // The look is put on the phone before its first page is opened: this one runs no app.
  await phone.page.goto(`${phone.url}/robots.txt`)
  for (const [at, path] of paths.entries()) {
    const turn = looks.map((_, i) => looks[(at + i) % looks.length]!)
    await wear(phone, turn[0]!)
    await (at === 0 ? visit : go)(phone, path)
    await also(path)
    for (const look of turn) {
      await wear(phone, look)
      found.push(...await inspect(phone, path, look))
    }
  }
  return found
}

test('no page of the app is left out of these checks', () => {
  const ours = { reportId: ':id', draftId: ':draftId', itemId: ':id', orderId: ':id' }
  const ofTeams = { activityId: ':id', teamId: ':id', pollId: ':id', voiceId: ':id' }
  const things = { ...ours, ...ofTeams, deskReportId: ':id', deskPhoto: ':hash' }
  const station = { id: ':id', number: ':number', stationNumber: ':stationNumber', code: ':code' }
  const visited = [
    ...pagesFor.nobody(),
    ...pagesFor.rider(things, station),
    ...pagesFor.buyer(things),
    ...pagesFor.keeper(station),
    ...pagesFor.organiser(things, ':id'),
    ...pagesFor.staff(things),
  ].map(path => path.split('?')[0]!)
  const isVisited = (path: string) => {
    const address = new RegExp(`^${path.replaceAll(/\/:\w+\(\.\*\)\*/g, '(?:/.*)?').replaceAll(/:\w+(?:\([^)]*\))?/g, '[^/]+')}$`)
    return visited.some(each => address.test(each))
  }
  /** What the journey of case links prints, of a report that has one. */
  const elsewhere = ['/desk/:id/case']
  const paths = features
    .flatMap(({ routes }) => routes.flatMap(route => 'redirect' in route ? [] : route.path as string))
    .filter(path => !elsewhere.includes(path))
  expect(paths.length).toBeGreaterThan(10)
  expect(paths.filter(path => !isVisited(path))).toEqual([])
})

test('whoever has not signed in finds every open page readable in light, dark and large words', async ({
  newPhone,
}) => {
  const stranger = await newPhone()
  await stranger.goto('/')
  await expect(stranger.page.getByRole('navigation', { name: '主导航' })).toBeVisible()
  expect(await halfUnderTabs(stranger.page)).toEqual([])
  expect(await inspectAll(stranger, pagesFor.nobody())).toEqual([])
})

test('a rider finds every page readable in every look, 投诉建议 one tap away', async ({
  phone,
  apiFor,
}) => {
  const things = await lived(phone, await apiFor('staff'))
  await phone.shoot(await somePhoto())
  const draftId = new URL(phone.page.url()).pathname.split('/').at(-1)!
  const complaints = phone.page.getByRole('contentinfo').getByRole('link', { name: '投诉建议' })
  expect(await inspectAll(phone, pagesFor.rider({ ...things, draftId }), {
    also: async (path) => {
      if (path !== '/complaints') await expect(complaints).toBeVisible()
    },
  })).toEqual([])
})

test('a buyer finds the mall readable in every look, with a network and without', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { item, orderId } = await bought(phone, await apiFor('staff'), await apiFor('admin'))
  expect(await inspectAll(phone, pagesFor.buyer({ itemId: item.id, orderId }))).toEqual([])
  await phone.installed()
  await hasSeen(phone, item)
  await phone.offline()
  await redeem(phone)
  expect(await inspectAll(phone, ['/orders'])).toEqual([])
})

test('the counter is readable in light, dark and large type', async ({ newPhone, newRider, apiFor }) => {
  await bought(await newRider(), await apiFor('staff'), await apiFor('admin'))
  expect(await inspectAll(await newPhone('keeper'), pagesFor.keeper())).toEqual([])
})

test('a keeper finds the forms readable while they are open', async ({ newPhone, newRider }) => {
  await (await newRider()).send('stations.reportFault', {
    faultId: randomUUID(),
    stationId: STATIONS.near.id,
    kind: 'charger',
    words: '靠窗的插座没电',
  })
  const keeper = await newPhone('keeper2') // Who keeps this one station.
  const { page } = keeper
  await visit(keeper, '/keeping')
  await page.getByRole('button', { name: '临时关闭' }).click()
  await page.getByRole('textbox', { name: '公告' }).fill('下午理发')
  await visit(keeper, '/keeping/hours')
  await page.getByRole('button', { name: '添加日期' }).click()
  await page.getByLabel(/^20.*休息$/).uncheck()
  await visit(keeper, '/keeping/faults')
  await page.getByRole('button', { name: '答复：充电故障' }).first().click()
  const open = ['/keeping', '/keeping/hours', '/keeping/faults']
  expect(await inspectAll(keeper, open, { go: visit })).toEqual([])
  await expect(page.getByRole('textbox', { name: '答复' })).toBeVisible() // Open still, over every reload.
})

test('an organiser finds the books of mall and points readable in light, dark and large words', async ({
  newPhone,
  newRider,
  apiFor,
}) => {
  const admin = await newPhone('admin')
  const { item, orderId } = await bought(await newRider(), await apiFor('staff'), admin)
  const resident = await newRider('新来的')
  await (
    await apiFor('admin2')
  ).send('points.correct', {
    correctionId: randomUUID(),
    phone: appointed.keeper.phone,
    amount: 20,
    words: '线下巡查补记',
  })
  await admin.send('stations.inviteKiosk', {
    inviteId: randomUUID(),
    stationId: STATIONS.far.id,
    label: '前门平板',
  })
  const { accountId } = await resident.ask('identity.me', {})
  const until = Date.now() + 86_400_000
  await admin.send('stations.suspend', { phone: resident.number, until, words: '在站内抽烟' })
  await admin.send('people.give', {
    postId: randomUUID(),
    accountId,
    kind: 'laneAdviser',
    scope: COMMUNITY,
    reason: '熟悉小巷',
  })
  expect(await inspectAll(admin, pagesFor.organiser({ itemId: item.id, orderId }, accountId))).toEqual([])
  await admin.send('stations.unsuspend', { accountId })
})

test('staff find the desk readable in light, dark and large words', async ({ newPhone, newRider }) => {
  const staff = await newPhone('staff')
  const things = await lived(await newRider(), staff)
  expect(await inspectAll(staff, pagesFor.staff(things))).toEqual([])
})

test('who wants little motion sees all of a page change its colours at once', async ({ newPhone }) => {
  const phone = await newPhone()
  await phone.page.emulateMedia({ reducedMotion: 'reduce' })
  await visit(phone, '/voices/new')
  await wear(phone, 'light')
  await wear(phone, 'dark')
  const changing = await phone.page.evaluate(() => {
    const isDark = document.documentElement.dataset.theme === 'dark'
    return isDark && document.getAnimations().map(each => (each as CSSTransition).transitionProperty)
  })
  expect(changing).toEqual([])
})

test('every sheet that slides up is readable in light, dark and large words', async ({ phone }) => {
  await phone.shoot(await somePhoto())
  const draft = new URL(phone.page.url()).pathname
  const found: string[] = []
  for (const button of ['社区', '调整位置']) {
    await visit(phone, draft)
    await phone.page.getByRole('button', { name: button }).first().click()
    await expect(phone.page.getByRole('dialog')).toBeVisible()
    for (const look of looks) {
      await wear(phone, look)
      found.push(...await inspect(phone, button, look))
    }
  }
  expect(found).toEqual([])
})
