import type { BrowserContext, Page } from '@playwright/test'

/** What has to be seen before a key counts as answered. */
export type Awaited = 'report' | 'sheet' | 'text' | 'choice'

declare global {
  interface Window {
    /** The `event` durations of the browser's own Event Timing, for keys down (ms, in steps of 8). */
    keyDurations: number[]
    awaitKey: (awaited: Awaited) => void
    keyAnswered: Promise<number>
  }
}

/** Runs in a page before its own scripts. */
function listen() {
  const GIVEN_UP_MS = 5_000
  window.keyDurations = []
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) {
      if (name === 'keydown') window.keyDurations.push(duration)
    }
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit)
  const wordsOf = (within: ParentNode | null | undefined, selector: string) =>
    within?.querySelector(selector)?.textContent?.trim()
  const row = () => document.activeElement?.closest<HTMLElement>('.queue-row[aria-current]')
  const sheet = () => document.querySelector('dialog[open]')
  const textLength = () => (document.activeElement as HTMLTextAreaElement).value?.length ?? 0

  window.awaitKey = (awaited) => {
    const [reportBefore, lengthBefore] = [row()?.dataset.report, textLength()]
    const isSeen: Record<Awaited, () => boolean> = {
      // Another report has the focus, it is the one that is shown, and something may be done with it.
      report: () => !sheet() && row() !== null && row()?.dataset.report !== reportBefore
        && wordsOf(document, '.triage-report__number') === wordsOf(row(), '.queue-row__number')
        && wordsOf(document, '.triage__report .acts') !== undefined,
      sheet: () => sheet()?.contains(document.activeElement) === true
        && document.activeElement!.matches('input, textarea') && !sheet()!.querySelector('.state-loading'),
      text: () => textLength() > lengthBefore,
      choice: () => Boolean(sheet()?.querySelector('input:checked')),
    }
    let pressedAt: number | undefined
    addEventListener('keydown', event => pressedAt = event.timeStamp, { capture: true, once: true })
    window.keyAnswered = new Promise((resolve) => {
      const look = () => {
        const isOver = pressedAt !== undefined && performance.now() - pressedAt > GIVEN_UP_MS
        if (!isOver && (pressedAt === undefined || !isSeen[awaited]()))
          return void requestAnimationFrame(look)
        // A message comes after the frame was drawn.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now() - pressedAt!)
        port2.postMessage(null)
      }
      requestAnimationFrame(look)
    })
  }
}

export async function measureKeys(context: BrowserContext) {
  // tsx names functions by a helper that pages don't have.
  await context.addInitScript('globalThis.__name = named => named')
  await context.addInitScript(listen)
}

/** Presses a key; resolves with the ms until the page has drawn its answer. */
export async function timedKey(page: Page, key: string, awaited: Awaited): Promise<number> {
  await page.evaluate(awaited => window.awaitKey(awaited), awaited)
  await page.keyboard.press(key)
  return await page.evaluate(() => window.keyAnswered)
}

/** As much as a desk with rows and a report draws, with nothing behind it: what the machine takes for it. */
const barePage = `<!doctype html><meta charset="utf-8"><style>
  main { display: grid; grid-template-columns: 380px 1fr; height: 100vh } ul { overflow-y: auto }
  a { display: flex; padding: 10px } a[aria-current] { background: #dfd }</style>
  <main><ul></ul><section class="triage__report"></section></main>
  <script>
    const many = (length, of) => Array.from({ length }, (_, n) => of(n)).join('')
    const list = document.querySelector('ul'), report = document.querySelector('section')
    list.innerHTML = many(50, n => \`<li><a class="queue-row" tabindex="0" data-report="\${n}">
      <span class="queue-row__number">#\${n}</span><span>路口井盖松动 \${n}</span></a></li>\`)
    const rows = [...list.querySelectorAll('a')]
    let at = 0
    function show() {
      list.querySelector('[aria-current]')?.removeAttribute('aria-current')
      rows[at].setAttribute('aria-current', 'true')
      rows[at].focus()
      report.innerHTML = \`<p class="triage-report__number">#\${at}</p>
        \${many(40, n => \`<div><dt>类别 \${n}</dt><dd>路口井盖松动 \${at}</dd></div>\`)}
        <div class="acts">\${many(10, () => '<button>受理</button>')}</div>\`
    }
    addEventListener('keydown', () => { at = (at + 1) % rows.length; show() })
    show()
  </script>`
export const bareAddress = `data:text/html;charset=utf-8,${encodeURIComponent(barePage)}`
