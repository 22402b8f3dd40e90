import { expect } from 'vitest'

/** What client/main.ts does before a page opens: every page finds the names and sentences of all features. */
if (/\/tests\/(?:client|faults)\//.test(expect.getState().testPath ?? '')) {
  const [{ loadTexts, registerFeatures }, { features }] = await Promise.all([
    import('#client/app/registry.ts'),
    import('#client/features.ts'),
  ])
  registerFeatures(features)
  await loadTexts()
}
