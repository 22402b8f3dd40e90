// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import { expect, it, vi } from 'vitest'
import { freshPhone, me, openPage, settled } from '../../support/client/page.ts'
import { REPORT_ID, view } from '../features/reports/report-view.ts'

const asked: string[] = []
const idOf = (n: number) => REPORT_ID.replace('aaaa', `aaa${n}`)
const rowOf = (n: number) => ({
  ...view({ id: idOf(n), number: n, mine: false }),
  ...{ cause: 'new', rank: 9 - n, isOwn: false, reusedPhoto: false, afterPhotoFault: null },
})
const one = ({ reportId }: { reportId: string }) => {
  asked.push(reportId)
  return rowOf(Number(reportId.at(-1)))
}
let server: PhoneServer
freshPhone(() => ({
  'identity.me': me('staff'),
  'console.queue': { reports: [1, 2, 3, 4].map(rowOf), hasMore: false, asOf: 1 },
  'reports.one': one,
  'desk.similar': [],
  'reports.nearby': [],
  'stations.all': { stations: [] },
}), (given) => {
  server = given
  asked.length = 0
})
const press = (key: string, more: KeyboardEventInit = {}, on: Element = document.body) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }))
const here = () => (document.activeElement as HTMLElement | null)?.dataset.report
const open = async (address: string) => {
  const opened = await openPage(address, { holder: me('staff') })
  await vi.waitFor(() => expect(document.querySelectorAll('.queue-row')).toHaveLength(4))
  return opened
}

it('the reports beside the one that is shown are here before a key asks for them', async () => {
  await open(`/console/reports/${idOf(2)}`)
  await vi.waitFor(() => expect(new Set(asked)).toEqual(new Set([1, 2, 3, 4].map(idOf))))
  // No network any more: what was read is shown.
  await settled()
  server.isDown = true
  press('j')
  await vi.waitFor(() => expect(here()).toBe(idOf(3)))
  expect(document.querySelector('.triage-report__number')?.textContent).toContain('#3')
  expect(document.querySelector('.triage__report .acts')).not.toBeNull()
})

it('a report that was decided leaves, and the next one is here though there is no network', async () => {
  await open(`/console/reports/${idOf(3)}`)
  await vi.waitFor(() => expect(asked).toContain(idOf(4)))
  await settled()
  server.isDown = true
  press('a')
  await vi.waitFor(() => expect(here()).toBe(idOf(4)))
  expect(document.querySelectorAll('.queue-row')).toHaveLength(3)
  expect(document.querySelector('.triage-report__number')?.textContent).toContain('#4')
  expect(document.querySelector('.triage__report .acts')).not.toBeNull()
})

it('what places are said by is read once, for all rows and reports', async () => {
  const read: string[] = []
  server.answers['stations.all'] = () => read.push('stations') && { stations: [] }
  server.answers['areas.tree'] = () => read.push('areas') && []
  await open(`/console/reports/${idOf(1)}`)
  for (const n of [2, 3]) {
    press('j')
    await vi.waitFor(() => expect(here()).toBe(idOf(n)))
    await settled()
  }
  expect(read.toSorted()).toEqual(['areas', 'stations'])
})

it('whoever leaves the search has the list, whatever the address names', async () => {
  await open('/console/reports/x%22%5D')
  const search = document.querySelector<HTMLInputElement>('#queue-search input')!
  search.focus()
  press('Escape', { isComposing: true }, search)
  await settled()
  expect(document.activeElement).toBe(search)
  press('Escape', {}, search)
  await vi.waitFor(() => expect(document.activeElement?.className).toBe('triage__list'))
})
