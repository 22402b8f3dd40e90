import process from 'node:process'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { precompress } from './build/precompress.ts'
import { previousAssets } from './build/previous-assets.ts'
import { skeletonFirst } from './build/skeleton-first.ts'
import { vantOnDemand } from './build/vant-on-demand.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = { target: `http://127.0.0.1:${process.env.PORT ?? 8787}`, changeOrigin: false }

export default defineConfig({
  root: at('.'),
  resolve: { alias: { '#shared': at('../shared'), '#client': at('.') } },
  plugins: [
    vue({ features: { optionsAPI: false } }),
    vantOnDemand(),
    skeletonFirst(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: '.',
      filename: 'service-worker.ts',
      registerType: 'prompt',
      injectRegister: false, // The app registers it itself: no inline script, and no reload that eats a form.
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,css,svg,png,json,webmanifest,wasm,geojson}'],
        // What speaks to a lock is for a few tablets, and what draws a map file for few cities: those who
        // need such a script keep it themselves.
        globIgnores: ['assets.json', 'service-worker.js', 'assets/mqtt*.js', 'assets/streets*.js'],
        maximumFileSizeToCacheInBytes: 4_000_000,
        target: 'chrome87',
      },
      manifest: {
        id: '/',
        name: '小蜜蜂',
        short_name: '小蜜蜂',
        description: '随手拍，街道来处理；没有信号也能用。',
        lang: 'zh-CN',
        dir: 'ltr',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'portrait',
        theme_color: '#ededed',
        background_color: '#ededed',
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
          { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
        shortcuts: [
          { name: '随手拍', url: '/report', icons: [{ src: '/icons/icon-192.png', sizes: '192x192' }] },
        ],
      },
    }),
    previousAssets(),
    precompress(),
  ],
  worker: { format: 'es' }, // So that the scanner's worker can fetch its larger half later.
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    target: ['chrome87', 'safari14.1'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The first screen travels as one file, and so do the sentences that come with the next page: cut into a
    // dozen they are larger, however few bytes each has.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first-screen', tags: ['$initial'], priority: 1 },
            { name: 'texts', test: /client\/features\/[^/]+\/(?:notices|refusals)\.ts$/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/map': server, '/open311': server, '/health': server } },
  preview: { host: '127.0.0.1' },
})
