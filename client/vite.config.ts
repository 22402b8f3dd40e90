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

const anyOf = (...tests: RegExp[]) => (id: string) => tests.some(test => test.test(id))
// What several pages are made of.
const PARTS = anyOf(
  /client\/(?:ui|app)\/(?!places\/(?:map|streets|city|PlaceSheet|PinPad)|qr|Qr)/,
  /\/shared\/|node_modules\/(?:valibot|uuidv7|vant\/es\/field)\//,
)
// What comes beside any page once the first screen is there: how it asks and sends, every sentence, and 首页's
// other half. Most of it is wanted soon.
const APP = anyOf(
  /client\/(?:sync\/|features\/home\/|scan\/ScannerView)/,
  /client\/features\/[^/]+\/(?:notices|refusals)\.ts$/,
  /client\/app\/(?:OfferedPlace|FactorSheet|UpdatePrompt|LostPage|PullRefresh|ToTop)\./,
  /client\/app\/(?:announcements\/AlertBar|forms\/RestoredNote|places\/NavigateSheet)\./,
  /client\/app\/(?:photos\/PairViewer|session\/for-holder)\./,
)
// The map is large, and loaded by the pages that show it alone.
const MAP = /client\/app\/places\/(?:map\/(?!pin)|PlaceSheet|PinPad)|node_modules\/leaflet\//
// Code that only the console uses; its face is part of the first screen.
const CONSOLE = /client\/console\/(?!index\.ts|import\/|[^/]+\/forms\/)|node_modules\/(?:@tanstack|tinykeys)\//
// Forms that replace a desk when they are opened, so that no list has to load them.
const CONSOLE_FORMS = /client\/console\/(?:import|[^/]+\/forms)\//
const CHARTS = /client\/console\/figures\/charts\/|node_modules\/(?:echarts|vue-echarts|zrender)\//
const XLSX = /node_modules\/(?:read-excel-file|saxen)\//
/** Unpacks both the console's workbooks and the map's own file. */
const UNZIP = /node_modules\/fflate\//
/**
 * The pages, by who opens them together. What two of them share and no group above has belongs to the first,
 * so those of everybody come before those of a few.
 */
const ROOMS: Record<string, RegExp> = {
  reports: /client\/features\/reports\/(?!desk\/)/,
  stations: /client\/features\/(?:stations|doors)\/(?!desk\/|keeper\/|parts\/StationsMap)/,
  mall: /client\/features\/(?:mall|points)\/(?!desk\/|keeper\/)/,
  voices: /client\/features\/(?:voices|polls|announcements)\/(?!desk\/|parts\/PollPlaces)/,
  volunteering: /client\/features\/volunteering\//,
  own: /client\/features\/(?:notices|outbox|opendata)\//,
  identity: /client\/features\/identity\//,
  kiosk: /client\/kiosk\//,
  keeper: /client\/features\/[^/]+\/keeper\//,
  desks: /client\/features\/(?:[^/]+\/desk|people|rulings)\//,
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
        // Of the icons, only the system that installs the app asks for the large ones.
        globIgnores: [
          'assets.json',
          'service-worker.js',
          'assets/{mqtt,streets,console,unzip}*',
          'icons/{apple,maskable,icon-512}*',
        ],
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
    // Few files, since a dozen small ones compress worse, and since a phone saves the whole app one file
    // after another: over a slow network each waits for an answer of its own.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first-screen', tags: ['$initial'], priority: 6 },
            { name: 'parts', test: PARTS, minShareCount: 2, priority: 5 },
            { name: 'app', test: APP, priority: 4 },
            { name: 'map', test: MAP, priority: 3, includeDependenciesRecursively: false },
            ...Object.entries(ROOMS).map(([name, test]) => ({ name, test, priority: 2 })),
            { name: 'console-charts', test: CHARTS, priority: 1 },
            { name: 'unzip', test: UNZIP, priority: 2 },
            { name: 'console-xlsx', test: XLSX, priority: 1 },
            { name: 'console', test: CONSOLE },
            { name: 'console-forms', test: CONSOLE_FORMS },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': server, '/map': server, '/open311': server, '/health': server } },
  preview: { host: '127.0.0.1' },
})
