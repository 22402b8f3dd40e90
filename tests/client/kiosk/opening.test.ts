// @vitest-environment dom
import type { Shown } from '#client/kiosk/showing.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import { useOpening } from '#client/kiosk/opening.ts'
import { afterEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { kioskView, NIGHT as NOW } from './at-the-door.ts'

const view = shallowRef<KioskView>(kioskView())
const opened = (entryId: string, at = NOW) => kioskView({}, { opening: { entryId, at, isOpen: true } })
afterEach(() => sessionStorage.clear())

/** The tablet's page, opened anew: what it shows. */
function openPage() {
  const show = vi.fn()
  const scope = effectScope()
  scope.run(() =>
    useOpening({
      view: () => view.value,
      now: () => NOW,
      admit: vi.fn(),
      noteShown: async () => {},
      showing: { show, shown: shallowRef<Shown>({ kind: 'idle' }) },
    }),
  )
  return { show, close: () => scope.stop() }
}

it('a door that opened for a phone is shown open once, and not again when the page is reopened', async () => {
  view.value = kioskView()
  const page = openPage()
  view.value = opened('a')
  await nextTick()
  expect(page.show.mock.calls).toEqual([[{ kind: 'open', guest: undefined }]])
  page.close()
  const again = openPage()
  expect(again.show).not.toHaveBeenCalled()
  view.value = opened('b')
  await nextTick()
  expect(again.show.mock.calls).toEqual([[{ kind: 'open', guest: undefined }]])
  again.close()
})

it('one that opened a while ago, or stayed shut, is not shown', async () => {
  view.value = opened('a', NOW - 30_000)
  const page = openPage()
  view.value = kioskView({}, { opening: { entryId: 'b', at: NOW, isOpen: false } })
  await nextTick()
  expect(page.show).not.toHaveBeenCalled()
  page.close()
})

it('a courier is greeted by the family name, and by nothing else', async () => {
  view.value = kioskView()
  const page = openPage()
  view.value = kioskView({}, { opening: { entryId: 'c', at: NOW, isOpen: true, guest: '林' } })
  await nextTick()
  expect(page.show.mock.calls).toEqual([[{ kind: 'open', guest: '林' }]])
  page.close()
})
