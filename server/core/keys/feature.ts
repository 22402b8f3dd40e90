import type { Feature } from '#server/sync/feature.ts'
import { rotateSigningKeys } from './rotate-keys.ts'

export const keysFeature = {
  commands: {},
  queries: {},
  tasks: { rotateSigningKeys: { when: '0 10 4 * * *', run: rotateSigningKeys } },
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature
