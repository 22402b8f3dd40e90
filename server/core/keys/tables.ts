import { autoNumber, instant, table, text, uniqueIndex } from '#server/database/columns.ts'

/**
 * The city's signing keys, Ed25519, in the order of their ids: earlier ones, which still verify, the current
 * and the next.
 */
export const signingKeys = table('signing_keys', {
  id: autoNumber('id'),
  publicKey: text('public_key').notNull(), // Base64url.
  sealedKey: text('sealed_key'), // The private key, sealed with the city's secret; gone once another signs.
  signsFrom: instant('signs_from').notNull(),
  madeAt: instant('made_at').notNull(),
}, t => [uniqueIndex('signing_keys_by_public_key').on(t.publicKey)])
