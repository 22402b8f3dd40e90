import type { Page } from '@playwright/test'

/** The widths that pages are measured at (CSS px): the narrowest phone in use, a common one, and ours. */
export const widths = [320, 360, 390] as const

/**
 * What is wrong with how a page lies, at each width: pushed sideways, words cut off, hot areas under 44 px or
 * over each other, tabs on two lines. The page keeps its content; the viewport is as before afterwards.
 */
export async function layoutFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize()!
  const found: string[] = []
  for (const width of widths) {
    if (width !== page.viewportSize()!.width) await page.setViewportSize({ ...before, width })
    found.push(...(await page.evaluate(faultsHere)).map(fault => `${width} px: ${fault}`))
  }
  if (before.width !== page.viewportSize()!.width) await page.setViewportSize(before)
  return found
}

/** Whole screens of phones in use (CSS px): what lies under the tabs at first differs by their height. */
const screens = [[360, 800], [390, 844], [393, 852], [412, 823], [412, 915], [430, 932]] as const

/** What one could tap and the tabs cover in part, on each screen, before anybody scrolls. */
export async function halfUnderTabs(page: Page): Promise<string[]> {
  const before = page.viewportSize()!
  const found: string[] = []
  for (const [width, height] of screens) {
    await page.setViewportSize({ width, height })
    await page.evaluate(() => scrollTo(0, 0))
    const covered = await page.evaluate(() => {
      const { top } = document.querySelector('nav[aria-label="主导航"]')!.getBoundingClientRect()
      return [...document.querySelectorAll('main a, main button, footer a')]
        .filter((each) => {
          const area = each.getBoundingClientRect()
          return area.top < top - 1 && area.bottom > top + 1
        })
        .map(each => (each.textContent ?? '').trim().slice(0, 24))
    })
    found.push(...covered.map(words => `${width}×${height} px: half under the tabs: ${words}`))
  }
  await page.setViewportSize(before)
  return found
}

/** Runs in the page, and so uses nothing from outside. */
async function faultsHere(): Promise<string[]> {
  // Two frames: what follows a new width is drawn in the second.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
  const HOT = 44
  const SLACK = 1 // Rounding of fractions of a pixel.
  const drawn = 'svg, script, style, .leaflet-container'
  const nameOf = (element: Element) => {
    const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 24)
    return `<${element.tagName.toLowerCase()} ${element.getAttribute('class') ?? ''}> ${words}`
  }
  const isShown = (element: Element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false
    const { width, height } = element.getBoundingClientRect()
    return width > 1 && height > 1
  }

  function clipOf(element: Element): Element | undefined {
    for (let each: Element | null = element; each && each !== document.body; each = each.parentElement) {
      const { overflowX, overflowY, position } = getComputedStyle(each)
      if (['auto', 'scroll'].includes(overflowX) || ['auto', 'scroll'].includes(overflowY)) return undefined
      if (overflowX !== 'visible' || overflowY !== 'visible') return each
      if (position === 'fixed') return undefined
    }
    return undefined
  }

  function cutWords(): string[] {
    const cut: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const holder = node.parentElement!
      if (!node.textContent?.trim() || !isShown(holder) || holder.closest(drawn)) continue
      const clip = clipOf(holder)
      if (!clip || getComputedStyle(clip).webkitLineClamp !== 'none') continue
      const edge = clip.getBoundingClientRect()
      if (edge.width <= 1 || edge.height <= 1) continue // For screen readers only.
      const range = document.createRange()
      range.selectNodeContents(node)
      const isCut = [...range.getClientRects()].some(({ left, right }) =>
        left < edge.left - SLACK || right > edge.right + SLACK)
      if (isCut) cut.push(`words are cut off: ${nameOf(holder)}`)
    }
    return cut
  }

  /** What a thumb may hit for it: a choice is hit by its label too. */
  function areaOf(element: Element): DOMRect {
    const label = element.closest('label')
    const { x, y, width, height } = (label ?? element).getBoundingClientRect()
    // A small button's area may reach beyond what is drawn.
    const { content, position, top } = getComputedStyle(element, '::after')
    const isWider = content !== 'none' && position === 'absolute'
    const beyond = isWider ? Math.max(0, -Number.parseFloat(top) || 0) : 0
    return new DOMRect(x, y - beyond, width, height + 2 * beyond)
  }

  const isInText = (element: Element) =>
    getComputedStyle(element).display.startsWith('inline')
    && [...element.parentElement!.childNodes].some(({ nodeType, textContent }) =>
      nodeType === Node.TEXT_NODE && (textContent ?? '').trim() !== '')

  /** What it moves with: the nearest bar or sheet around it, which lies over the rest of the page. */
  function layerOf(element: Element): Element | null {
    if (['fixed', 'sticky'].includes(getComputedStyle(element).position)) return element
    return element.parentElement && layerOf(element.parentElement)
  }

  const hot = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]'
  const areas = [...document.querySelectorAll(hot)]
    .filter(element => isShown(element.closest('label') ?? element) && !element.closest(drawn))
    .map(element => ({ element, area: areaOf(element), layer: layerOf(element) }))

  const small = areas
    .filter(({ element }) => !isInText(element))
    .filter(({ area }) => area.width < HOT - SLACK || area.height < HOT - SLACK)
    .map(({ element, area }) =>
      `${Math.round(area.width)}×${Math.round(area.height)} px to hit: ${nameOf(element)}`)

  const over = areas.flatMap((one, at) => areas.slice(at + 1)
    .filter(({ element, area, layer }) =>
      layer === one.layer
      && !one.element.contains(element)
      && !element.contains(one.element)
      && one.element.closest('label') !== (element.closest('label') ?? element)
      && Math.min(area.right, one.area.right) - Math.max(area.left, one.area.left) > SLACK
      && Math.min(area.bottom, one.area.bottom) - Math.max(area.top, one.area.top) > SLACK)
    .map(({ element }) => `one over the other: ${nameOf(one.element)} and ${nameOf(element)}`))

  const tabs = [...document.querySelectorAll('nav[aria-label="主导航"] a')]
  const bar = tabs[0]?.parentElement?.getBoundingClientRect()
  const brokenTabs = tabs.filter((tab) => {
    const parts = [...tab.children].map(part => part.getBoundingClientRect())
    const range = document.createRange()
    range.selectNodeContents(tab.lastElementChild!)
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))
    return lines.size > 1 || parts.some(({ top, bottom }) => top < bar!.top || bottom > bar!.bottom + SLACK)
  }).map(tab => `a broken tab: ${nameOf(tab)}`)

  const { scrollWidth, clientWidth } = document.documentElement
  const widest = () => [...document.body.querySelectorAll('*')]
    .filter(element => Math.round(element.getBoundingClientRect().right) === scrollWidth)
    .at(-1)
  const wide = scrollWidth > clientWidth
    ? [`${scrollWidth - clientWidth} px too wide: ${nameOf(widest() ?? document.body)}`]
    : []
  return [...wide, ...cutWords(), ...small, ...over, ...brokenTabs]
}
