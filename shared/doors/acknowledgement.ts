import type { Bytes } from '#shared/kernel/bytes.ts'
import { begin, isOf, types } from '#shared/proofs/message-bytes.ts'

/**
 * A lock's answer to an unlock, 11 bytes, big-endian: version 1, type 5, the unlock's sequence (8), and 1
 * when the door is open or 0 when it stayed shut. Not signed: the broker lets only that lock publish there.
 */
export interface Acknowledgement { readonly sequence: number, readonly isOpen: boolean }

const BYTES = 11

/** Encodes an answer. */
export function acknowledgementBytes({ sequence, isOpen }: Acknowledgement): Bytes {
  const { bytes, view } = begin(BYTES, types.acknowledgement)
  view.setBigUint64(2, BigInt(sequence))
  view.setUint8(10, isOpen ? 1 : 0)
  return bytes
}

/** Reads an answer; undefined for anything else. */
export function readAcknowledgement(bytes: Uint8Array): Acknowledgement | undefined {
  if (!isOf(bytes, BYTES, types.acknowledgement) || bytes[10]! > 1) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return { sequence: Number(view.getBigUint64(2)), isOpen: bytes[10] === 1 }
}
