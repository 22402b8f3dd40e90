import type { Router, RouterScrollBehavior } from 'vue-router'
import { START_LOCATION } from 'vue-router'

/** Going back waits this long for rows that are loaded later; then it goes as far down as there is a page. */
const ROWS_PATIENCE_MS = 3_000
/** Events by which somebody moves the page; they stop the return to the saved position. */
const touches = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

let navigation = 0
/** How far down each kept page was left. */
const tops = new Map<string, number>()

/**
 * Where a page is scrolled to: going back finds it as it was left, and so does a tap on a kept tab; any other
 * is at its top.
 */
export const scrollBehavior: RouterScrollBehavior = async (to, from, saved) => {
  const current = ++navigation
  // A page just opened is at its top; scrolling it there would make the browser lay it out twice.
  if (!saved) return from === START_LOCATION ? false : { top: to.meta?.isKept ? tops.get(to.path) ?? 0 : 0 }
  return await isReachable(saved.top, () => current === navigation) && saved
}

/** Notes where kept pages are left, for `scrollBehavior`. */
export const noteScroll = (router: Router): void => void router.beforeResolve((_to, from) => {
  if (from.meta.isKept) tops.set(from.path, window.scrollY)
})

/** False when somebody touched the page or went on before the rows were there. */
async function isReachable(top: number, isCurrent: () => boolean): Promise<boolean> {
  const giveUpAt = performance.now() + ROWS_PATIENCE_MS
  const { documentElement: page } = document
  let isTouched = false
  const touch = () => isTouched = true
  for (const event of touches) window.addEventListener(event, touch, { passive: true })
  while (page.scrollHeight - window.innerHeight < top && performance.now() < giveUpAt) {
    await new Promise(requestAnimationFrame)
    if (isTouched || !isCurrent()) break
  }
  for (const event of touches) window.removeEventListener(event, touch)
  return !isTouched && isCurrent()
}
