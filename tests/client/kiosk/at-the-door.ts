import type { Known } from '#client/kiosk/judge-pass.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import { groupBits } from '#shared/stations/groups.ts'
import { serverKeys } from '../../support/door-codes.ts'

export const STATION = 143
/** Ten at night in Shanghai, a Monday: nobody is there. */
export const NIGHT = Date.parse('2026-11-23T14:00:00Z')
/** Noon of the same day: somebody is. */
export const NOON = Date.parse('2026-11-23T04:00:00Z')

const workday = [540, 1080] as const
export const doorKey = new Uint8Array(32).fill(9)

/** What the tablet of a self-service station knows. */
export const kioskView = (
  station: Partial<KioskView['station']> = {},
  more: Partial<KioskView> = {},
): KioskView => ({
  station: {
    id: '01900000-0000-7000-8000-000000000143',
    number: STATION,
    name: '花楼街驿站',
    week: [workday, workday, workday, workday, workday, null, null],
    exceptions: [],
    isSelfService: true,
    shut: null,
    isDoubtful: false,
    groups: groupBits.courier | groupBits.keeper,
    notice: '',
    ...station,
  },
  keys: serverKeys,
  revoked: [],
  asOf: NIGHT,
  origin: 'https://bee.example.cn',
  opening: null,
  lock: { kind: 'simulated' },
  ...more,
})

export const known = (now: number, changes: Partial<Known> = {}): Known => ({
  view: kioskView(),
  listAt: now - 3_600_000,
  admitted: [],
  now,
  ...changes,
})
