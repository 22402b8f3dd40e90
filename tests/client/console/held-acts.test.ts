// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import App from '#client/App.vue'
import { useSession } from '#client/app/session/session.ts'
import { HELD_MS, useHeldActs } from '#client/console/triage/held-acts.ts'
import { saveSession } from '#client/sync/store/session.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { freshPhone, me, openPage, settled } from '../../support/client/page.ts'

const LONG_AFTER_MS = 60_000
const REPORT_ID = '0194f000-0000-7000-8000-00000000aaa1'
const decided = {
  reportId: REPORT_ID,
  report: '#61',
  label: '受理',
  deed: 'accepted',
  name: 'reports.move',
  input: { reportId: REPORT_ID, to: 'accepted' },
} as const

let server: PhoneServer
freshPhone(() => ({ 'identity.me': me('staff') }), given => server = given)
beforeEach(async () => {
  await openPage({ template: '<i />' }, { holder: me('staff') })
})
afterEach(() => vi.useRealTimers())

/** A tab with the desk open. Only the timer and the clock are turned by hand; requests are real. */
function openTab() {
  const scope = effectScope()
  return { held: scope.run(() => useHeldActs())!, close: () => scope.stop() }
}
/** What is saved on the phone of acts that have not left. */
const kept = () => Object.keys(localStorage).filter(key => key.includes('held-act'))
const byHand = () => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
  await settled()
}

it('an act leaves after ten seconds and not before', async () => {
  byHand()
  const { held } = openTab()
  await pass(100) // Between two ticks.
  held.hold([decided])
  expect(held.waiting.value.map(held.secondsLeft)).toEqual([10])
  await pass(HELD_MS - 600)
  expect(server.commands).toEqual([])
  expect(held.waiting.value.map(held.secondsLeft)).toEqual([1])
  await pass(2_000)
  await expect.poll(() => server.commands).toMatchObject([{ name: 'reports.move', input: decided.input }])
  await expect.poll(() => held.waiting.value).toEqual([])
  await expect.poll(kept).toEqual([])
})

it('what was taken back never leaves', async () => {
  byHand()
  const { held } = openTab()
  held.hold([decided])
  expect(held.takeBack()).toMatchObject([decided])
  await pass(LONG_AFTER_MS)
  expect(server.commands).toEqual([])
  expect(openTab().held.stuck.value).toEqual([])
})

it('what was decided together leaves and is taken back together, each with its own answer', async () => {
  const OTHER_ID = '0194f000-0000-7000-8000-00000000aaa2'
  const input = { ...decided.input, reportId: OTHER_ID }
  const other = { ...decided, reportId: OTHER_ID, report: '#62', input }
  byHand()
  const { held } = openTab()
  held.hold([decided, other])
  expect(held.takeBack().map(({ report }) => report)).toEqual(['#61', '#62'])
  await pass(LONG_AFTER_MS)
  expect(server.commands).toEqual([])

  server.decide = ({ input }) => (input as { reportId: string }).reportId === OTHER_ID
    ? { status: 'refused', refusal: { code: 'reports.unknown' } }
    : { status: 'accepted', result: null }
  held.hold([decided, other])
  await pass(HELD_MS + 1_000)
  await expect.poll(() => held.stuck.value.map(({ report }) => report)).toEqual(['#62'])
  expect(held.waiting.value).toEqual([])
  expect(held.takeBack()).toEqual([])
})

it('who goes to another page has decided: it leaves at once', async () => {
  const { held, close } = openTab()
  held.hold([decided])
  close()
  await expect.poll(() => server.commands).toHaveLength(1)
  await expect.poll(kept).toEqual([])
})

it('of a closed tab an act does not leave, and the next one says so and offers it again', async () => {
  byHand()
  openTab().held.hold([decided])
  // The browser is gone: neither timers nor anything else runs.
  vi.clearAllTimers()
  const { held } = openTab()
  expect(held.stuck.value).toEqual([])
  await pass(LONG_AFTER_MS)
  expect(server.commands).toEqual([])
  await expect.poll(() => held.stuck.value).toMatchObject([decided])
  await held.sendAgain(held.stuck.value[0]!)
  expect(server.commands).toHaveLength(1)
  expect(held.stuck.value).toEqual([])
})

it('what another tab has sent or taken back is no longer offered here', async () => {
  byHand()
  const first = openTab().held
  first.hold([decided])
  const { held } = openTab()
  first.takeBack()
  window.dispatchEvent(new StorageEvent('storage'))
  await pass(LONG_AFTER_MS)
  expect(held.stuck.value).toEqual([])
  expect(server.commands).toEqual([])
})

it('what is on its way is saved as such, in case its tab is closed', async () => {
  byHand()
  const first = openTab().held
  first.hold([decided])
  const sent = first.sendAgain(first.waiting.value[0]!)
  vi.clearAllTimers()
  const { words } = JSON.parse(localStorage.getItem(kept()[0]!)!) as { words: string }
  expect(JSON.parse(words)).toMatchObject({ ...decided, isLeaving: true })
  await sent
  expect(kept()).toEqual([])
})

it('what was refused is sent again as the report now stands', async () => {
  server.decide = () => ({ status: 'refused', refusal: { code: 'reports.unknown' } })
  byHand()
  const { held } = openTab()
  held.hold([{ ...decided, input: { ...decided.input, seen: 'old' } }])
  await pass(HELD_MS + 1_000)
  await expect.poll(() => held.stuck.value).toHaveLength(1)
  server.decide = () => ({ status: 'accepted', result: null })
  server.answers['reports.one'] = { lastStep: 'new' }
  await held.sendAgain(held.stuck.value[0]!)
  expect(server.commands.map(({ input }) => (input as { seen: string }).seen)).toEqual(['old', 'new'])
  expect(held.stuck.value).toEqual([])
})

it('what the server refuses stays with the reason, over a reload too', async () => {
  server.decide = () => ({ status: 'refused', refusal: { code: 'reports.unknown' } })
  byHand()
  const { held } = openTab()
  held.hold([decided])
  await pass(HELD_MS + 1_000)
  await expect.poll(() => held.stuck.value)
    .toMatchObject([{ ...decided, problem: expect.stringContaining('') }])
  expect(held.stuck.value[0]!.problem).not.toBe('')
  expect(openTab().held.stuck.value).toHaveLength(1)
})

const another = me('staff', { accountId: '01900000-0000-7000-8000-0000000000ff', name: '另一位' })
async function signInAnother(holder = another) {
  server.answers['identity.me'] = holder
  await saveSession({ me: holder, isSignedIn: true, signedInAt: 2 })
  await useSession().load()
}

it('nothing leaves in the name of whoever signed in meanwhile by another tab, nor is it lost', async () => {
  const { held, close } = openTab()
  held.hold([decided])
  await signInAnother()
  close()
  await settled()
  expect(server.commands).toEqual([])
  expect(openTab().held.stuck.value).toEqual([])
  await signInAnother(me('staff'))
  expect(openTab().held.stuck.value).toMatchObject([{ ...decided, problem: '发出以前这台电脑换了人登录' }])
})

it('the desks are those of whoever signed in by another tab', async () => {
  await openPage('/console/none', { holder: me('admin'), app: App })
  const desks = () => [...document.querySelectorAll('.console__rail a')].map(({ textContent }) => textContent)
  await expect.poll(() => desks().join()).toContain('规则设置')
  await signInAnother()
  await expect.poll(() => desks().join()).not.toContain('规则设置')
})
