const FIRST_MS = 2_000
const LONGEST_MS = 5 * 60_000

/** Stands for all lanes at once. */
export const EVERYTHING = '*'

interface Wait { failures: number, backoffUntil: number, askedUntil: number }
/** A monotonic clock (ms): a phone whose clock is put back by a day must not wait for that day. */
const elapsed = () => performance.now()

/**
 * How long each lane waits after a failure: full jitter, 2 s doubling to 5 min, or what the server asked for.
 */
export class Backoff {
  readonly #waits = new Map<string, Wait>()

  /** An attempt failed; `afterMs`: how long the server asked to wait. */
  failed(lane: string, afterMs = 0): void {
    const { failures, askedUntil } = this.#waits.get(lane) ?? { failures: 0, askedUntil: 0 }
    const backoffMs = Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10))
    this.#waits.set(lane, {
      failures: failures + 1,
      backoffUntil: elapsed() + backoffMs,
      askedUntil: afterMs > 0 ? Math.max(askedUntil, elapsed() + afterMs) : askedUntil,
    })
  }

  /** The server asked another tab to wait until then, by the phone's clock. */
  waitUntil(lane: string, until: number): void {
    const wait = this.#waits.get(lane) ?? { failures: 0, backoffUntil: 0, askedUntil: 0 }
    this.#waits.set(lane, { ...wait, askedUntil: Math.max(wait.askedUntil, elapsed() + until - Date.now()) })
  }

  /** An attempt succeeded. */
  succeeded(lane: string): void {
    this.#waits.delete(lane)
  }

  /** Ends the backoff of every lane; what the server asked for still holds. */
  reset(): void {
    for (const [lane, wait] of this.#waits)
      this.#waits.set(lane, { ...wait, failures: 0, backoffUntil: 0 })
  }

  lanes(): string[] {
    return [...this.#waits.keys()]
  }

  /** Lanes that must wait now. */
  held(): Set<string> {
    return new Set([...this.#waits.keys()].filter(lane => this.#untilOf(lane) > elapsed()))
  }

  /** Milliseconds until the next lane may be tried; undefined when none has failed. */
  nextMs(): number | undefined {
    const all = this.#untilOf(EVERYTHING)
    const untils = [...this.#waits.keys()].map(lane => Math.max(all, this.#untilOf(lane)))
    return untils.length > 0 ? Math.max(0, Math.min(...untils) - elapsed()) : undefined
  }

  #untilOf(lane: string): number {
    const wait = this.#waits.get(lane)
    return wait ? Math.max(wait.backoffUntil, wait.askedUntil) : 0
  }
}
