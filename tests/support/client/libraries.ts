import type { Plugin } from 'vite'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

/** What pages import from packages, but for CommonJS that is imported by name. */
const libraries = [
  '@tanstack/vue-table',
  '@vueuse/core',
  'echarts/charts',
  'echarts/components',
  'echarts/core',
  'echarts/renderers',
  'fake-indexeddb',
  'fake-indexeddb/auto',
  'fflate',
  'idb',
  'leaflet',
  'pinia',
  'pmtiles',
  'protomaps-leaflet',
  'qr/decode.js',
  'thumbhash',
  'tinykeys',
  'uqr',
  'uuidv7',
  'valibot',
  'vant',
  'vue',
  'vue-echarts',
  'vue-router',
]
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const made = [at('../../../package-lock.json'), at('libraries.ts')].map(path => readFileSync(path))
const version = createHash('sha256').update(made.join()).digest('hex').slice(0, 16)
const folder = at(`../../../node_modules/.cache/little-bee/libraries/${version}`)
const fileOf = (id: string) => `${id.replaceAll('/', '_')}.mjs`

/** What has a window imports the libraries as `makeLibraries` has made them. */
export const oneFileEach: Plugin = {
  name: 'one-file-each',
  enforce: 'pre',
  resolveId(id) {
    if (this.environment.name === 'client' && libraries.includes(id)) return join(folder, fileOf(id))
  },
}

/**
 * Vitest's global setup: packs each library, and happy-dom, into one file. Hundreds of files had to be found
 * and read anew for every test file, which has a process of its own.
 */
export default async function makeLibraries(): Promise<void> {
  process.env.LITTLE_BEE_HAPPY_DOM = pathToFileURL(join(folder, fileOf('happy-dom'))).href
  if (existsSync(folder)) return
  const scratch = `${folder}.${process.pid}` // Two runs may make them at once.
  mkdirSync(dirname(folder), { recursive: true })
  await pack(['happy-dom'], scratch)
  await pack(libraries, scratch)
  try {
    renameSync(scratch, folder)
  }
  catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(scratch, { recursive: true })
  }
}

const pack = async (ids: string[], outDir: string) => build({
  configFile: false,
  logLevel: 'warn',
  define: {
    '__VUE_OPTIONS_API__': 'true',
    '__VUE_PROD_DEVTOOLS__': 'false',
    '__VUE_PROD_HYDRATION_MISMATCH_DETAILS__': 'false',
    'process.env.NODE_ENV': '"test"',
  },
  resolve: {
    // Without the compiler of templates, which no page needs.
    alias: [{ find: /^vue$/, replacement: 'vue/dist/vue.runtime.esm-bundler.js' }],
    mainFields: ['module', 'main'],
  },
  ssr: { noExternal: true, resolve: { conditions: ['module', 'import', 'default'] } },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: false,
    copyPublicDir: false,
    minify: false,
    rollupOptions: {
      input: Object.fromEntries(ids.map(id => [fileOf(id), id])),
      output: { entryFileNames: '[name]', chunkFileNames: '[hash].mjs' },
    },
  },
})
