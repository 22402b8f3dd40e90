const FIRST_MS = 2_000
const LONGEST_MS = 5 * 60_000

/** The whole outbox, among the lanes. */
export const EVERYTHING = '*'

interface Pause { failures: number, backoffUntil: number, toldUntil: number }
/** A clock that nobody sets: a phone put back by a day must not wait that day out. */
const elapsed = () => performance.now()

/**
 * How long each lane waits after trouble: full jitter from 2 s doubling to 5 min, and whatever the server
 * asked for.
 */
export class Backoff {
  readonly #pauses = new Map<string, Pause>()

  /** Something went wrong; `afterMs` is what the server asked for. */
  trouble(lane: string, afterMs = 0): void {
    const { failures, toldUntil } = this.#pauses.get(lane) ?? { failures: 0, toldUntil: 0 }
    const backoffMs = Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10))
    this.#pauses.set(lane, {
      failures: failures + 1,
      backoffUntil: elapsed() + backoffMs,
      toldUntil: afterMs > 0 ? Math.max(toldUntil, elapsed() + afterMs) : toldUntil,
    })
  }

  /** Another tab was asked for patience, until then by the phone's clock. */
  told(lane: string, until: number): void {
    const pause = this.#pauses.get(lane) ?? { failures: 0, backoffUntil: 0, toldUntil: 0 }
    this.#pauses.set(lane, { ...pause, toldUntil: Math.max(pause.toldUntil, elapsed() + until - Date.now()) })
  }

  /** The lane moved. */
  calm(lane: string): void {
    this.#pauses.delete(lane)
  }

  /** Somebody is there, or the network is: no more backing off. What the server asked for still holds. */
  reset(): void {
    for (const [lane, pause] of this.#pauses)
      this.#pauses.set(lane, { ...pause, failures: 0, backoffUntil: 0 })
  }

  lanes(): string[] {
    return [...this.#pauses.keys()]
  }

  /** Lanes that wait now. */
  held(): Set<string> {
    return new Set([...this.#pauses.keys()].filter(lane => this.#untilOf(lane) > elapsed()))
  }

  /** Milliseconds until the next one may move again; undefined when nothing has failed. */
  nextMs(): number | undefined {
    const all = this.#untilOf(EVERYTHING)
    const untils = [...this.#pauses.keys()].map(lane => Math.max(all, this.#untilOf(lane)))
    return untils.length > 0 ? Math.max(0, Math.min(...untils) - elapsed()) : undefined
  }

  #untilOf(lane: string): number {
    const pause = this.#pauses.get(lane)
    return pause ? Math.max(pause.backoffUntil, pause.toldUntil) : 0
  }
}
