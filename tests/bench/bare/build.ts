import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { precompress } from '../../../client/build/precompress.ts'

/** Builds the bare page into a folder, as the app is built: for the same browsers, and compressed. */
export async function buildBarePage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    mode: 'production',
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      '__VUE_OPTIONS_API__': 'true',
      '__VUE_PROD_DEVTOOLS__': 'false',
      '__VUE_PROD_HYDRATION_MISMATCH_DETAILS__': 'false',
    },
    plugins: [precompress()],
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome87', 'safari14.1'],
      modulePreload: { polyfill: false },
    },
  })
}
