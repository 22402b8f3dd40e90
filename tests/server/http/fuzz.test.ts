import { expect, it } from 'vitest'
import { fuzz } from '../../soak/fuzz.ts'

// A short one; `npm run soak -- fuzz` makes it long.
it('nothing that somebody sends is answered with a fault', async () => {
  const { requests, faults, statuses } = await fuzz(1500, 7)
  expect(faults).toEqual([])
  expect(requests).toBeGreaterThanOrEqual(1500)
  expect(statuses[200]).toBeGreaterThan(300)
  // Most of them get behind the door.
  expect(statuses[401] ?? 0).toBeLessThan(requests / 5)
})
