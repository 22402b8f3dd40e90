import { fromHex, toHex } from '#shared/kernel/bytes.ts'

/**
 * What a rotating code or a held-out pass is for: one byte of its message. 1 is a station's door, whose
 * messages are its own (`shared/doors`); errand, gate and witness have their numbers and no judge yet.
 */
export const purposes = { activity: 2, errand: 3, gate: 4, witness: 5 } as const
export type Purpose = keyof typeof purposes
/** The purpose and subject of a code or a held-out pass. `subject`: 16 hexadecimal digits. */
export interface Bound { readonly purpose: Purpose, readonly subject: string }

const SUBJECT_DIGITS = 16

/** The subject for a thing with a UUID: the last 8 bytes, which are the random ones. */
export const subjectOf = (id: string): string => id.replaceAll('-', '').slice(-SUBJECT_DIGITS).toLowerCase()

export const BOUND_BYTES = 9

/** Purpose and subject as a message carries them. */
export const boundBytes = ({ purpose, subject }: Bound): Uint8Array =>
  Uint8Array.of(purposes[purpose], ...fromHex(subject))

/** Reads both; undefined for a purpose that only a newer version knows. */
export function boundIn(bytes: Uint8Array): Bound | undefined {
  const purpose = (Object.keys(purposes) as Purpose[]).find(each => purposes[each] === bytes[0])
  return purpose && { purpose, subject: toHex(bytes.subarray(1, BOUND_BYTES)) }
}

/** Whether a message is for the purpose and subject for which it has to be. */
export const isFor = (bound: Bound, wanted: Bound): boolean =>
  bound.purpose === wanted.purpose && bound.subject === wanted.subject
