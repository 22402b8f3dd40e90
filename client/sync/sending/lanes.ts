import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'

/**
 * What one round learns about the lanes: which of them wait, and how many commands of each fit one request.
 */
export class Lanes {
  /** Lanes that can't move any more in this round, and how long the server asked them to wait (ms). */
  readonly held = new Map<string, number>()
  readonly #limits = new Map<string, number>()
  /** Whether a request may carry commands of one lane only. */
  isOneLaneOnly = false

  /** `skip`: lanes that wait since an earlier round. */
  constructor(private readonly skip: ReadonlySet<string>) {}

  moves(lane: string): boolean {
    return !this.skip.has(lane) && !this.held.has(lane)
  }

  limitOf(lane: string): number {
    return this.#limits.get(lane) ?? BATCH_COMMANDS_MAX
  }

  hold(lane: string, afterMs = 0): void {
    this.held.set(lane, Math.max(afterMs, this.held.get(lane) ?? 0))
  }

  /** Doubles a lane's limit with each command that the server decided. */
  widen(batch: readonly { lane: string }[]): void {
    for (const { lane } of batch) this.#limits.set(lane, Math.min(BATCH_COMMANDS_MAX, this.limitOf(lane) * 2))
  }

  /**
   * After the server failed over a batch: first separates the lanes, then halves the batch until the command
   * that makes it fail stands alone. False once it does.
   */
  narrow(batch: readonly { lane: string }[]): boolean {
    const lanes = new Set(batch.map(({ lane }) => lane))
    if (lanes.size > 1) this.isOneLaneOnly = true
    else if (batch.length > 1) this.#limits.set(batch[0]!.lane, Math.floor(batch.length / 2))
    else return false
    return true
  }
}
