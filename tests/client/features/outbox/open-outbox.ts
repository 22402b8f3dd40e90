import { onTestFinished } from 'vitest'
import { registerAll } from '../../../support/client/features.ts'
import { offline, openPhone, until } from '../../../support/client/phone.ts'

/** A phone without a network, with its page 待发送 open. */
export async function openPage() {
  const phone = await openPhone()
  offline(phone.city)
  await registerAll()
  const { createApp } = await import('vue')
  const { createMemoryHistory, createRouter, RouterView } = await import('vue-router')
  const { getActivePinia } = await import('pinia')
  const { routes } = await import('#client/router.ts')
  const router = createRouter({ history: createMemoryHistory(), routes })
  // A draft that is opened again asks where the phone is; nobody has allowed it.
  Object.defineProperty(navigator, 'geolocation', {
    configurable: true,
    value: { getCurrentPosition: (_found: unknown, refused: () => void) => refused() },
  })
  await router.push('/outbox')
  const root = document.body.appendChild(document.createElement('div'))
  const app = createApp(RouterView).use(getActivePinia()!).use(router)
  app.mount(root)
  onTestFinished(() => {
    app.unmount()
    root.remove()
  })

  const button = (words: string) =>
    [...root.querySelectorAll('button')].find(each => each.textContent.trim() === words)
  const tap = async (words: string) => {
    await until(() => button(words) !== undefined)
    button(words)!.click()
  }
  const write = async (words: string) => {
    await until(() => root.querySelector('textarea') !== null)
    const field = root.querySelector('textarea')!
    field.value = words
    field.dispatchEvent(new Event('input'))
  }
  return {
    ...phone,
    root,
    router,
    tap,
    write,
    sees: (words: string) => until(() => root.textContent.includes(words)),
    seesNot: (words: string) => until(() => !root.textContent.includes(words)),
  }
}
