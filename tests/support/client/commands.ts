import type { Waiting } from '#client/sync/store/schema.ts'
import type { FileReport } from '#shared/reports/schemas.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import { createHash, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'

/** Some bytes that stand for a photo; nobody here looks at the picture. */
export function photo(size = 64) {
  const buffer = randomBytes(size)
  return { hash: createHash('sha256').update(buffer).digest('hex'), bytes: new Uint8Array(buffer).buffer }
}

/** A photo that the server has had for long: a report without one would be malformed. */
const SENT_BEFORE = 'f'.repeat(64)

export const report = (text: string, photos = [{ hash: SENT_BEFORE }]): FileReport =>
  ({ reportId: uuidv7(), kind: 'hazard', text, photos: photos.map(({ hash }) => hash), seenAt: 1 })

export const complaint = (text: string) => ({ complaintId: uuidv7(), text, page: 'home' })

/** A command as an app that checked nothing left it in the outbox. */
export const unchecked = (accountId: string, name: string, input: unknown): Waiting => ({
  envelope: { id: uuidv7(), name, input, madeAt: Date.now() },
  lane: name.split('.')[0]!,
  accountId,
  photos: [],
  attempts: 0,
})

export const photosNamedBy = ({ input }: Envelope): string[] =>
  (input as Partial<FileReport> | null)?.photos?.filter(hash => hash !== SENT_BEFORE) ?? []
export const textOf = ({ input }: Envelope): string => (input as { text: string }).text
