import type { Known } from '#client/features/mall/keeper/judge-code.ts'
import type { PickUp } from '#shared/mall/pick-up.ts'
import type { MallDesk } from '#shared/mall/schemas.ts'
import { generateKeyPairSync, sign } from 'node:crypto'
import { pickUpBytes, pickUpText } from '#shared/mall/pick-up.ts'

const idOf = (kind: string, at: number) => `01900000-0000-7000-8000-000000000${kind}0${at}`
export const ids = {
  bridge: idOf('a', 1),
  market: idOf('a', 2),
  lake: idOf('a', 3),
  towel: idOf('b', 1),
  order: idOf('c', 1),
}
export const NOON = Date.parse('2026-11-23T04:00:00Z') // Twelve o'clock in Shanghai.
export const DAY_MS = 86_400_000
const KEY_ID = 3

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
export const publicKeyText = publicKey.export({ format: 'jwk' }).x!

/** A code as the server signs it. */
export function codeOf(changes: Partial<PickUp> = {}): string {
  const signed = pickUpBytes({
    keyId: KEY_ID,
    orderId: ids.order,
    stationId: ids.bridge,
    itemId: ids.towel,
    count: 2,
    day: null,
    expires: NOON + DAY_MS,
    ...changes,
  })
  return pickUpText(signed, new Uint8Array(sign(null, signed, privateKey)))
}

const spot = (id: string, name: string) => ({
  id,
  name,
  address: '测试路 1 号',
  latitude: 30.58,
  longitude: 114.27,
})
type DeskOrder = MallDesk['stations'][number]['orders'][number]
export const order = (changes: Partial<DeskOrder> = {}): DeskOrder => ({
  id: ids.order,
  number: 31,
  state: 'open',
  itemId: ids.towel,
  itemName: '毛巾',
  photo: null,
  count: 2,
  day: null,
  pickUpBy: NOON + DAY_MS,
  closedAt: null,
  ...changes,
})
/** A keeper's desk: two stations, one order at the first. */
export const desk = (...orders: DeskOrder[]): MallDesk => ({
  stations: [
    {
      station: spot(ids.bridge, '桥头驿站'),
      orders,
      shelf: [{ itemId: ids.towel, name: '毛巾', photo: null, onHand: 5, reserved: 2 }],
    },
    { station: spot(ids.market, '集市驿站'), orders: [], shelf: [] },
  ],
  keys: [{ id: KEY_ID, publicKey: publicKeyText }],
})
export const known = (changes: Partial<Known> = {}): Known => ({
  stationId: ids.bridge,
  desk: desk(order()),
  isDeskFresh: false,
  used: new Set(),
  own: new Set(),
  now: NOON,
  ...changes,
})
