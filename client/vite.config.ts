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

// Code that several pages share. The map is large, so it has a chunk of its own and is loaded by the pages
// that show it.
const SYNC = /client\/sync\/|\/shared\/|node_modules\/(?:valibot|uuidv7)\//
const FORMS = /client\/app\/(?:forms|areas)\/|client\/ui\/Pick|vant\/es\/field\//
const PARTS = /client\/(?:ui|app)\/(?!places\/(?:map|streets|city|PlaceSheet|PinPad)|qr|Qr)/
const ROOMS = /client\/(?:features\/(?!.*\/StationsMap\.)|kiosk\/)/
const MAP = /client\/app\/places\/(?:map\/(?!pin)|PlaceSheet)|node_modules\/leaflet\/|\/(?:StationsMap|PinPad)\./
// Code that only the console uses; its face is part of the first screen.
const CONSOLE = /client\/console\/(?!index\.ts|import\/|[^/]+\/forms\/)|node_modules\/(?:@tanstack|tinykeys)\//
// Forms that replace a desk when they are opened, so that no list has to load them.
const CONSOLE_FORMS = /client\/console\/(?:import|[^/]+\/forms)\//
const CHARTS = /client\/console\/figures\/charts\/|node_modules\/(?:echarts|vue-echarts|zrender)\//
const XLSX = /node_modules\/(?:read-excel-file|saxen)\//
/** Unpacks both the console's workbooks and the map's own file. */
const UNZIP = /node_modules\/fflate\//
/** What comes beside any page once it is there: each is small, and most are wanted soon after one another. */
const SHELL = /client\/app\/(?:(?:OfferedPlace|FactorSheet|UpdatePrompt|LostPage|PullRefresh|ToTop)\.|announcements\/AlertBar|forms\/RestoredNote|places\/NavigateSheet|photos\/PairViewer|session\/for-holder)/
/** The chunk of a feature's module: the phone's, the desk's or the keeper's. */
const roomOf = (id: string) => {
  const [, feature, room = ''] = /client\/features\/([^/]+)\/(?:(desk|keeper)\/)?/.exec(id) ?? []
  return feature === undefined ? 'kiosk' : [feature, room].filter(Boolean).join('-')
}

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
        // Scripts for few devices are not precached: the lock's for some kiosks, the map file's for some
        // cities, the console's and the unpacker's for desks. Those who need one cache it at its first use.
        globIgnores: ['assets.json', 'service-worker.js', 'assets/{mqtt,streets,console,unzip}*'],
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
  worker: { format: 'es' }, // As an ES module, the scanner's worker can load its larger part later.
  build: {
    outDir: at('./dist'),
    emptyOutDir: true,
    target: ['chrome87', 'safari14.1'],
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // The first screen is one file, and so are the sentences that the next page needs, since a dozen small
    // files compress worse. Each room of a feature is one file too: a phone saves the whole app, and every
    // file costs a cheap one as much as some kilobytes.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first-screen', tags: ['$initial'], priority: 6 },
            { name: 'texts', test: /client\/features\/[^/]+\/(?:notices|refusals)\.ts$/, priority: 4 },
            { name: 'mended', test: /\/MendedStrip\./, priority: 5 },
            { name: 'sync', test: SYNC, minShareCount: 2, priority: 4 },
            { name: 'forms', test: FORMS, minShareCount: 2, priority: 4 },
            { name: 'parts', test: PARTS, minShareCount: 2, priority: 3 },
            { name: roomOf, test: ROOMS, priority: 2 },
            { name: 'map', test: MAP, priority: 1 },
            // Last, because a group also takes the modules that its own import and no earlier group has
            // taken.
            { name: 'console-charts', test: CHARTS, priority: 1 },
            { name: 'unzip', test: UNZIP, priority: 2 },
            { name: 'console-xlsx', test: XLSX, priority: 1 },
            { name: 'console', test: CONSOLE },
            { name: 'console-forms', test: CONSOLE_FORMS },
            { name: 'shell', test: SHELL },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/map': server, '/open311': server, '/health': server } },
  preview: { host: '127.0.0.1' },
})
