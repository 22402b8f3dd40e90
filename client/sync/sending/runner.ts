import type { PassEnd } from './drain.ts'
import { whileBusy } from '../browser/busy.ts'
import { publish, subscribe } from '../browser/channel.ts'
import { Backoff, EVERYTHING } from './backoff.ts'
import { drain } from './drain.ts'
import { asLeader } from './leader.ts'

const BUSY_ELSEWHERE_MS = 5_000

/** Sends what waits, again and again until the outbox is empty. */
export interface Runner {
  /** One go, now, where nothing is paused; resolves when it has ended. */
  run: () => Promise<void>
  /** The same with all backing off forgotten: somebody tapped, or the network is back. */
  runNow: () => Promise<void>
  stop: () => void
}

/** Keeps trying in this tab, at the times `Backoff` allows. */
export function startRunner(): Runner {
  const pauses = new Backoff()
  let running: Promise<void> | undefined
  let isAskedAgain = false
  let isTapped = false
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function go() {
    do {
      isAskedAgain = false
      const held = pauses.held()
      if (held.has(EVERYTHING)) break
      const pass = await asLeader(turn => whileBusy(() => drain(turn, held))).catch((): PassEnd => ({
        end: 'unreachable',
        held: new Map(),
      }))
      if (isStopped) return
      if (pass === 'busy' || pass.end === 'taken') return schedule(BUSY_ELSEWHERE_MS)
      learn(pauses, pass, held)
      if (isTapped) pauses.reset() // Whoever tapped while it failed means after that, too.
      isTapped = false
    } while (isAskedAgain)
    const nextMs = pauses.nextMs()
    if (nextMs !== undefined) schedule(nextMs)
  }

  function schedule(afterMs: number) {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(() => void run(), afterMs)
  }

  function run(): Promise<void> {
    if (running) {
      isAskedAgain = true
      return running
    }
    clearTimeout(timer)
    return running = go().finally(() => running = undefined)
  }

  const unsubscribe = subscribe(word => word.about === 'pause' && pauses.told(word.lane, word.until))
  return {
    run,
    runNow: () => {
      pauses.reset()
      isTapped = running !== undefined
      return run()
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      unsubscribe()
    },
  }
}

/** What a pass has shown about each lane and the network. */
function learn(pauses: Backoff, { end, afterMs, held }: PassEnd, skipped: ReadonlySet<string>) {
  const troubles = end === 'unreachable' ? new Map(held).set(EVERYTHING, afterMs ?? 0) : held
  for (const lane of pauses.lanes()) {
    if (!skipped.has(lane) && !troubles.has(lane)) pauses.calm(lane)
  }
  for (const [lane, waitMs] of troubles) {
    pauses.trouble(lane, waitMs)
    if (waitMs > 0) publish({ about: 'pause', lane, until: Date.now() + waitMs })
  }
}
