import type { Acknowledgement } from '#shared/doors/acknowledgement.ts'
import { TABLET_SEQUENCE_MIN } from '#shared/doors/grants.ts'

interface Waiting {
  readonly station: number
  readonly sequence: number
  readonly settle: (isOpen: boolean) => void
}

/** Who waits for which lock to answer. */
export function openAnswers(patienceMs: number) {
  const waiting = new Set<Waiting>()

  /** True once the lock says that the door is open; false when it says that it is not, or nothing in time. */
  const answerTo = (station: number, sequence: number) => new Promise<boolean>((resolve) => {
    const late = setTimeout(() => one.settle(false), patienceMs)
    const one: Waiting = {
      station,
      sequence,
      settle: (isOpen) => {
        clearTimeout(late)
        waiting.delete(one)
        resolve(isOpen)
      },
    }
    waiting.add(one)
  })

  /**
   * A door that opened for one unlock is open for those of ours before it too, which its lock does not take
   * any more.
   */
  function hear(station: number, { sequence, isOpen }: Acknowledgement) {
    for (const one of [...waiting]) {
      if (
        one.station === station
        && (one.sequence === sequence
          || (isOpen && one.sequence < sequence && sequence < TABLET_SEQUENCE_MIN))
      ) {
        one.settle(isOpen)
      }
    }
  }

  return { answerTo, hear }
}
