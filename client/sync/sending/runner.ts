import type { RoundResult } from './round.ts'
import { whileBusy } from '../browser/busy.ts'
import { publish, subscribe } from '../browser/channel.ts'
import { Backoff, EVERYTHING } from './backoff.ts'
import { drain } from './drain.ts'
import { asLeader } from './leader.ts'

const BUSY_ELSEWHERE_MS = 5_000

/** Sends the outbox of this tab's account, and tries again until it is empty. */
export interface Runner {
  /** One round over the lanes that don't wait; resolves when it has ended. */
  run: () => Promise<void>
  /** The same without any backoff: the person tapped, or the network is back. */
  runNow: () => Promise<void>
  stop: () => void
}

export function startRunner(): Runner {
  const backoff = new Backoff()
  let running: Promise<void> | undefined
  let isAskedAgain = false
  let isTapped = false
  let isStopped = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function go() {
    do {
      isAskedAgain = false
      const held = backoff.held()
      if (held.has(EVERYTHING)) break
      const result = await asLeader(leadership => whileBusy(() => drain(leadership, held)))
        .catch((): RoundResult => ({ end: 'unreachable', held: new Map() }))
      if (isStopped) return
      if (result === 'busy' || result.end === 'taken') return schedule(BUSY_ELSEWHERE_MS)
      learn(backoff, result, held)
      if (isTapped) backoff.reset() // A tap during a failing round counts for the next one.
      isTapped = false
    } while (isAskedAgain)
    const nextMs = backoff.nextMs()
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

  const unsubscribe = subscribe(
    message => message.about === 'pause' && backoff.waitUntil(message.lane, message.until),
  )
  return {
    run,
    runNow: () => {
      backoff.reset()
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

/** Starts or ends the backoff of each lane, and tells other tabs what the server asked for. */
function learn(backoff: Backoff, { end, afterMs, held }: RoundResult, skipped: ReadonlySet<string>) {
  const failed = end === 'unreachable' ? new Map(held).set(EVERYTHING, afterMs ?? 0) : held
  for (const lane of backoff.lanes()) {
    if (!skipped.has(lane) && !failed.has(lane)) backoff.succeeded(lane)
  }
  for (const [lane, waitMs] of failed) {
    backoff.failed(lane, waitMs)
    if (waitMs > 0) publish({ about: 'pause', lane, until: Date.now() + waitMs })
  }
}
