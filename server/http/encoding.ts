import { parseAccept } from 'hono/utils/accept'

/** Smallest output first: the order among equal q values. */
export const encodings = ['br', 'gzip'] as const
export type Encoding = (typeof encodings)[number]

/**
 * The encodings a browser takes, best first, by the q values of its Accept-Encoding; those with q=0 are left
 * out.
 */
export function encodingsFor(header: string): Encoding[] {
  const wishes = new Map(parseAccept(header).map(({ type, q }) => [type.toLowerCase(), q]))
  const wishFor = (encoding: string) => wishes.get(encoding) ?? wishes.get('*') ?? 0
  const plain = wishes.get('identity') ?? 0
  return encodings
    .filter(encoding => wishFor(encoding) > 0 && wishFor(encoding) >= plain)
    .sort((a, b) => wishFor(b) - wishFor(a))
}
