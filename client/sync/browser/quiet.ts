/** A page that is never idle does not hold off what waits for it longer than this. */
const QUIET_MS_MAX = 5_000

/** Resolves in a task of its own, after what the browser has to do first. */
export const nextTask = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

/** Resolves once the page has loaded and the main thread has nothing to do. */
export async function whenQuiet(): Promise<void> {
  if (document.readyState !== 'complete')
    await new Promise(resolve => addEventListener('load', resolve, { once: true }))
  // Safari has no idle callback; there a turn of the event loop lets the first paint through.
  await new Promise<void>(resolve =>
    'requestIdleCallback' in window
      ? requestIdleCallback(() => resolve(), { timeout: QUIET_MS_MAX })
      : setTimeout(resolve),
  )
}
