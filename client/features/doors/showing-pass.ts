import { useShownPass } from '#client/app/proofs/shown-pass.ts'
import { holdOut } from './pass.ts'

/**
 * The pass as a code for a station's kiosk. `aheadMs`: how far the door's clock is ahead of this phone's.
 */
export const useShowingPass = (station: () => number, aheadMs: () => number) => useShownPass({
  holdOut: async (saved, at) => await holdOut(saved, station(), at),
  of: () => `${station()} ${aheadMs()}`,
  now: () => Date.now() + aheadMs(),
})
