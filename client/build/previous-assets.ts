import type { Plugin } from 'vite'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

const LIST = 'assets.json'

/**
 * Keeps the last build's own assets beside the new ones: a tab opened before a release still finds its pages.
 */
export function previousAssets(): Plugin {
  let dist = ''
  const kept = new Map<string, Uint8Array>()

  return {
    name: 'previous-assets',
    apply: 'build',
    configResolved: (config) => {
      dist = resolve(config.root, config.build.outDir)
    },
    async buildStart() {
      const list = await readFile(join(dist, LIST), 'utf8').then(
        text => JSON.parse(text) as string[],
        () => [],
      )
      for (const name of list) {
        const bytes = await readFile(join(dist, 'assets', name)).catch(() => null)
        if (bytes) kept.set(name, bytes)
      }
    },
    closeBundle: {
      order: 'post',
      // Runs after the service worker has listed what it precaches, so that old assets are not in its list.
      sequential: true,
      async handler(error) {
        if (error) return
        await mkdir(join(dist, 'assets'), { recursive: true })
        const own = (await readdir(join(dist, 'assets'))).filter(name => !/\.(?:br|gz)$/.test(name))
        await writeFile(join(dist, LIST), JSON.stringify(own))
        for (const [name, bytes] of kept) {
          if (!own.includes(name)) await writeFile(join(dist, 'assets', name), bytes)
        }
      },
    },
  }
}
