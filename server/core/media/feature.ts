import type { Feature } from '#server/sync/feature.ts'
import { eraseUnusedPhotos, exportPhotos } from './personal.ts'
import { hasSent } from './require-photos.ts'
import { sweepPhotos } from './tasks.ts'

export const mediaFeature = {
  commands: {},
  queries: {},
  tasks: { sweepPhotos: { when: '0 20 4 * * *', run: sweepPhotos } },
  photos: async (read, { accountId }, hash) => await hasSent(read, accountId, hash),
  personal: { export: { photos: exportPhotos }, erase: eraseUnusedPhotos },
} satisfies Feature
