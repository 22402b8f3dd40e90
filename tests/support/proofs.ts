import type { Bound } from '#shared/proofs/purposes.ts'
import type { KeyObject } from 'node:crypto'
import { createHmac, randomBytes, sign } from 'node:crypto'
import { codeKeyFor } from '#server/core/proofs/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { fromBase45 } from '#shared/proofs/base45.ts'
import { codeBytes, codeUrl, epochOf } from '#shared/proofs/codes.ts'
import { heldPassBytes, heldPassText } from '#shared/proofs/held-passes.ts'

/** The link that whoever leads shows at an instant, with the key of that day unless another is given. */
export function shownCode(bound: Bound, at: number, key = codeKeyFor(bound, dayOf(at))): string {
  const signed = codeBytes({ ...bound, epoch: epochOf(at) })
  return codeUrl('https://bee.example.cn', signed, createHmac('sha256', key).update(signed).digest())
}

/** What a phone with this key and pass holds out at an instant. */
export function heldOut(privateKey: KeyObject, pass: string, bound: Bound, time: number): string {
  const signed = heldPassBytes({ ...bound, pass: fromBase45(pass)!, time, nonce: randomBytes(8) })
  return heldPassText(signed, sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
}
