import type { LockDriver } from './driver.ts'

/** No lock at all: the kiosk's page shows the open door, and whoever keeps the station sees it. */
export const simulated: LockDriver = {
  open: async () => ({ isOpen: true }),
  forTablet: () => ({ kind: 'simulated' }),
  endGrants: async () => {},
  close: async () => {},
}
