import type { Bound } from '#shared/proofs/purposes.ts'
import { createHmac } from 'node:crypto'
import { codeKeyFor } from '#server/core/proofs/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { codeBytes, codeUrl, epochOf } from '#shared/proofs/codes.ts'

/** The link that whoever leads shows at an instant, with the key of that day unless another is given. */
export function shownCode(bound: Bound, at: number, key = codeKeyFor(bound, dayOf(at))): string {
  const signed = codeBytes({ ...bound, epoch: epochOf(at) })
  return codeUrl('https://bee.example.cn', signed, createHmac('sha256', key).update(signed).digest())
}
