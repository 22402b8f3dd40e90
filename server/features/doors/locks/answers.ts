import type { Acknowledgement } from '#shared/doors/acknowledgement.ts'
import { KIOSK_SEQUENCE_MIN } from '#shared/doors/grants.ts'

interface Waiting {
  readonly station: number
  readonly sequence: number
  readonly finish: (isOpen: boolean) => void
}

/** The unlocks that still wait for their lock's answer. */
export function openAnswers(patienceMs: number) {
  const waiting = new Set<Waiting>()

  /** Resolves to whether the door opened; false too when the lock gives no answer in time. */
  const waitFor = (station: number, sequence: number) => new Promise<boolean>((resolve) => {
    const late = setTimeout(() => one.finish(false), patienceMs)
    const one: Waiting = {
      station,
      sequence,
      finish: (isOpen) => {
        clearTimeout(late)
        waiting.delete(one)
        resolve(isOpen)
      },
    }
    waiting.add(one)
  })

  /**
   * Takes a lock's answer. An opening for a later unlock also answers the earlier ones, which the lock
   * accepts no more.
   */
  function receive(station: number, { sequence, isOpen }: Acknowledgement) {
    for (const one of [...waiting]) {
      if (
        one.station === station
        && (one.sequence === sequence
          || (isOpen && one.sequence < sequence && sequence < KIOSK_SEQUENCE_MIN))
      ) {
        one.finish(isOpen)
      }
    }
  }

  return { waitFor, receive }
}
