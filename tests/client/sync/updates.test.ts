import { expect, it, onTestFinished, vi } from 'vitest'
import { effectScope, ref } from 'vue'
import { report } from '../../support/client/commands.ts'
import { openPhone, openTab, until } from '../../support/client/phone.ts'

async function openForm() {
  const { useDirty } = await import('#client/sync/browser/dirty.ts')
  const isDirty = ref(false)
  const scope = effectScope()
  onTestFinished(() => scope.stop())
  scope.run(() => useDirty(isDirty))
  return { isDirty, leave: () => scope.stop() }
}

it('no update while a form in any tab has something in it', async () => {
  await openPhone()
  const form = await openForm()
  await openTab()
  const { mayUpdateNow } = await import('#client/sync/browser/updates.ts')
  await until(mayUpdateNow) // Each tab looks for something to send when it opens.
  form.isDirty.value = true
  await until(async () => !await mayUpdateNow())
  form.isDirty.value = false
  await until(mayUpdateNow)
  form.isDirty.value = true
  await until(async () => !await mayUpdateNow())
  form.leave()
  await until(mayUpdateNow)
})

it('a form that is clean again before its lock was granted holds up nothing', async () => {
  await openPhone()
  const form = await openForm()
  const { mayUpdateNow } = await import('#client/sync/browser/updates.ts')
  let letGo = () => {}
  const alone = navigator.locks.request(
    'little-bee-busy',
    () => new Promise<void>(resolve => (letGo = resolve)),
  )
  await until(async () => !(await mayUpdateNow()))
  form.isDirty.value = true
  form.isDirty.value = false
  letGo()
  await alone
  await until(mayUpdateNow)
})

it('a tab that waits to be replaced keeps nobody from sending', async () => {
  const { city, outbox } = await openPhone()
  const { mayUpdateNow, reloadWhenReplaced } = await import('#client/sync/browser/updates.ts')
  const form = await openForm()
  form.isDirty.value = true
  await until(async () => !await mayUpdateNow())
  const container = Object.assign(new EventTarget(), { controller: {} }) as unknown as ServiceWorkerContainer
  reloadWhenReplaced(container, () => {})
  container.dispatchEvent(new Event('controllerchange'))
  await outbox.enqueue('reports.file', report('in the meantime'))
  await until(() => city.applied.length === 1)
})

it('no update while something is being sent', async () => {
  const { city, outbox } = await openPhone()
  const { mayUpdateNow } = await import('#client/sync/browser/updates.ts')
  let answerNow = () => {}
  city.play = request =>
    request.url === '/api/commands' ? new Promise(resolve => (answerNow = () => resolve(false))) : false
  await outbox.enqueue('reports.file', report('on its way'))
  await until(() => city.requests.includes('POST /api/commands'))
  expect(outbox.items[0]?.state).toBe('sending')
  expect(await mayUpdateNow()).toBe(false)
  answerNow()
  await until(mayUpdateNow)
})

it('a tab whose app was replaced runs on until its form is saved, and then loads the new one', async () => {
  await openPhone()
  const { mayUpdateNow, reloadWhenReplaced } = await import('#client/sync/browser/updates.ts')
  const form = await openForm()
  const container = Object.assign(new EventTarget(), { controller: {} }) as unknown as ServiceWorkerContainer
  const reload = vi.fn()
  reloadWhenReplaced(container, reload)
  form.isDirty.value = true
  await until(async () => !await mayUpdateNow())
  container.dispatchEvent(new Event('controllerchange'))
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(reload).not.toHaveBeenCalled()
  form.isDirty.value = false
  await until(() => reload.mock.calls.length === 1)
})

it('the first worker that takes charge reloads nothing', async () => {
  await openPhone()
  const { reloadWhenReplaced } = await import('#client/sync/browser/updates.ts')
  const container = Object.assign(new EventTarget(), {
    controller: null,
  }) as unknown as ServiceWorkerContainer
  const reload = vi.fn()
  reloadWhenReplaced(container, reload)
  container.dispatchEvent(new Event('controllerchange'))
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(reload).not.toHaveBeenCalled()
})

it('a browser without locks is never updated under an open page', async () => {
  await openPhone()
  Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })
  const { mayUpdateNow } = await import('#client/sync/browser/updates.ts')
  expect(await mayUpdateNow()).toBe(false)
})
