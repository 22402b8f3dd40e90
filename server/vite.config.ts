import type { Plugin } from 'vite'
import { posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** From `dist/<digest>/`, where the compiled files stand, to this folder. */
const HOME = '../..'

/**
 * Keeps `import.meta.url` naming a module's own source file, so that the module finds migrations, areas and
 * pictures beside it.
 */
function ownFolders(): Plugin {
  return {
    name: 'own-folders',
    transform: {
      filter: { id: /\/server\/.*\.ts$/, code: 'import.meta.url' },
      handler(code, id) {
        const source = posix.join(HOME, relative(at('.'), id).split(sep).join('/'))
        return {
          code: code.replaceAll('import.meta.url', `new URL('${source}', import.meta.url).href`),
          map: null,
        }
      },
    },
  }
}

/** Packages with native code or files of their own, or which few cities load, stay in node_modules. */
const EXTERNAL = ['better-sqlite3', 'mqtt', 'pg', 'pino', 'sharp', 'web-push']

/**
 * Compiles the server's programs to plain JavaScript in a few files, and packages with them: to find and read
 * the hundreds of their files was a fifth of a start.
 */
export default defineConfig({
  root: at('.'),
  publicDir: false,
  resolve: { alias: { '#shared': at('../shared'), '#server': at('.') } },
  plugins: [ownFolders()],
  ssr: { noExternal: true, external: EXTERNAL },
  build: {
    ssr: true,
    target: 'node20',
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        'main': at('./main.ts'),
        'backup': at('./programs/backup.ts'),
        'restore': at('./programs/restore.ts'),
        'ledger-check': at('./programs/ledger-check.ts'),
        'keys-rotate': at('./programs/keys-rotate.ts'),
        'people': at('./programs/people.ts'),
        'partners': at('./programs/partners.ts'),
        'seed-city': at('./programs/seed-city.ts'),
      },
      output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
})
