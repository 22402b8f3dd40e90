/**
 * What a lock answers to an unlock, 11 bytes, big-endian: version 1, type 5, the sequence of the unlock (8), and 1 when the door is
 * open or 0 when it would not. It is not signed: the broker lets nobody but that lock write where it is read.
 */
export interface Acknowledgement { readonly sequence: number, readonly isOpen: boolean }

const VERSION = 1
const TYPE = 5
const BYTES = 11

/** The bytes of an answer. */
export function acknowledgementBytes({ sequence, isOpen }: Acknowledgement): Uint8Array {
  const view = new DataView(new ArrayBuffer(BYTES))
  view.setUint8(0, VERSION)
  view.setUint8(1, TYPE)
  view.setBigUint64(2, BigInt(sequence))
  view.setUint8(10, isOpen ? 1 : 0)
  return new Uint8Array(view.buffer)
}

/** Reads an answer; undefined for anything else. */
export function readAcknowledgement(bytes: Uint8Array): Acknowledgement | undefined {
  if (bytes.length !== BYTES || bytes[0] !== VERSION || bytes[1] !== TYPE || bytes[10]! > 1) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return { sequence: Number(view.getBigUint64(2)), isOpen: bytes[10] === 1 }
}
