type Badging = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>

/** Shows how many notices are unread on the app's icon, where the phone has such a thing. */
export function showBadge(unread: number) {
  const phone: Badging = navigator
  const shown = unread > 0 ? phone.setAppBadge?.(unread) : phone.clearAppBadge?.()
  shown?.catch(() => {}) // Not installed, or not allowed: the inbox has the count.
}
