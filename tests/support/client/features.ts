/** What client/main.ts does before a page opens: pages find the names and sentences of all features. */
export async function registerAll(): Promise<void> {
  const [{ loadTexts, registerFeatures }, { features }] = await Promise.all([
    import('#client/app/registry.ts'),
    import('#client/features.ts'),
  ])
  registerFeatures(features)
  await loadTexts()
}
