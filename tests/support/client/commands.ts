import type { FileReport } from '#shared/reports/schemas.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import { createHash, randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'

/** Some bytes that stand for a photo; nobody here looks at the picture. */
export function photo(size = 64) {
  const buffer = randomBytes(size)
  return { hash: createHash('sha256').update(buffer).digest('hex'), bytes: new Uint8Array(buffer).buffer }
}

export const report = (text: string, photos: { hash: string }[] = []): FileReport =>
  ({ reportId: uuidv7(), kind: 'hazard', text, photos: photos.map(({ hash }) => hash), seenAt: 1 })

export const complaint = (text: string) => ({ complaintId: uuidv7(), text, page: 'home' })

export const photosNamedBy = ({ input }: Envelope): string[] =>
  (input as Partial<FileReport> | null)?.photos ?? []
export const textOf = ({ input }: Envelope): string => (input as { text: string }).text
