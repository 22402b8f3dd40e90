import type { Feature } from '#server/sync/feature.ts'
import { eraseUnusedPhotos, exportPhotos } from './personal.ts'
import { hasSent } from './require-photos.ts'
import { destroySealed, sweepPhotos } from './tasks.ts'

export const mediaFeature = {
  commands: {},
  queries: {},
  tasks: {
    sweepPhotos: { when: '0 20 4 * * *', run: sweepPhotos },
    destroySealed: { when: '0 40 4 * * *', run: destroySealed },
  },
  photos: async (read, { accountId }, hash) => await hasSent(read, accountId, hash),
  personal: { export: { photos: exportPhotos }, erase: eraseUnusedPhotos },
} satisfies Feature
