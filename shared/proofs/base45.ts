const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const BASE = ALPHABET.length
const digitOf = new Map([...ALPHABET].map((char, digit) => [char, digit]))

/**
 * Encodes bytes as the characters that a QR code stores most densely (RFC 9285): two bytes as three of them.
 */
export function toBase45(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 2) {
    const isPair = i + 1 < bytes.length
    let left = isPair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!
    for (let digits = isPair ? 3 : 2; digits > 0; digits--) {
      text += ALPHABET[left % BASE]!
      left = Math.floor(left / BASE)
    }
  }
  return text
}

/** Decodes them; undefined for text that encodes nothing. */
export function fromBase45(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes: number[] = []
  for (let i = 0; i < text.length; i += 3) {
    const digits = [...text.slice(i, i + 3)].map(char => digitOf.get(char))
    if (digits.length === 1 || digits.includes(undefined)) return undefined
    const value = digits.reduceRight<number>((sum, digit) => sum * BASE + digit!, 0)
    if (value >= (digits.length === 3 ? 65_536 : 256)) return undefined
    bytes.push(...digits.length === 3 ? [value >> 8, value & 255] : [value])
  }
  return Uint8Array.from(bytes)
}
