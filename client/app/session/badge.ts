import { useAnswer } from '#client/sync/ask.ts'
import { effectScope, watchEffect } from 'vue'
import { useSession } from './session.ts'

type Badging = Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>

/** Shows the number of unread notices on the app's icon while the app runs, where the phone can. */
export function startBadge(): void {
  if (!('setAppBadge' in navigator)) return
  const phone: Badging = navigator
  const show = (unread: number) => void (unread > 0 ? phone.setAppBadge(unread) : phone.clearAppBadge())
    .catch(() => {}) // Not installed, or not allowed: the inbox has the count.
  effectScope(true).run(() => {
    const session = useSession()
    const { answer } = useAnswer('notices.mine', () => session.me && session.me.role !== 'kiosk' ? {} : null)
    watchEffect(() => {
      if (session.me === null) show(0)
      else if (answer.value) show(answer.value.unread) // Without an answer the icon keeps its number.
    })
  })
}
