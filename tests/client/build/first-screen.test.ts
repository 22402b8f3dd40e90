import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const FIRST_SCREEN_BYTES_MAX = 80_000
const CONSOLE_BYTES_MAX = 90_000
const CONSOLE_WITH_CHARTS_BYTES_MAX = 220_000
const WORKBOOKS_BYTES_MAX = 45_000
const FILES_MAX = 50
let dist = ''
let html = ''
/** The modules whose code the browser runs before the first screen is there. */
const modules: string[] = []

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'little-bee-dist-'))
  const configFile = fileURLToPath(new URL('../../../client/vite.config.ts', import.meta.url))
  vi.stubEnv('NODE_ENV', 'production') // As it is shipped: under 'test', Vue's warnings would be weighed too.
  await build({
    configFile,
    logLevel: 'silent',
    mode: 'production',
    build: { outDir: dist },
    plugins: [{
      name: 'first-modules',
      generateBundle(_options, bundle) {
        const note = (file: string) => {
          const chunk = bundle[file]
          if (chunk?.type !== 'chunk') return
          modules.push(...chunk.moduleIds)
          chunk.imports.forEach(note)
        }
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === 'chunk' && chunk.isEntry) note(chunk.fileName)
        }
      },
    }],
  })
  vi.unstubAllEnvs()
  html = await readFile(join(dist, 'index.html'), 'utf8')
})

afterAll(() => rm(dist, { recursive: true, force: true }))

/** A script with all it imports before it runs. */
async function withImports(asset: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(asset)) return seen
  seen.add(asset)
  const code = await readFile(join(dist, asset), 'utf8')
  for (const [, next] of code.matchAll(/(?:from|import)\s?["']\.\/([\w.-]+\.js)["']/g))
    await withImports(`assets/${next}`, seen)
  return seen
}

it('the first screen loads at most 80 kB of scripts and styles', async () => {
  const named = [...html.matchAll(/(?:src|href)="\/([\w./-]+\.js)"/g)].map(([, path]) => path!)
  const files = new Set<string>()
  for (const path of named) {
    for (const file of path.startsWith('assets/') && path.endsWith('.js') ? await withImports(path) : [path])
      files.add(file)
  }
  const sizes = await Promise.all(
    ['index.html', ...files].map(async file => brotliCompressSync(await readFile(join(dist, file))).length),
  )
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  expect(bytes).toBeLessThanOrEqual(FIRST_SCREEN_BYTES_MAX)
  expect(bytes).toBeGreaterThan(30_000) // Less than Vue alone would mean that we looked at the wrong files.
})

it('neither outbox and queries nor schemas and Vant are fetched before the first screen is there', () => {
  expect(modules.some(id => id.endsWith('/client/features/home/HomePage.vue'))).toBe(true)
  const late = [
    /\/node_modules\/(?:valibot|vant|@vant|uuidv7|@vueuse|workbox-window)\//,
    /\/client\/sync\/(?:outbox|ask|browser\/updates)\.ts$/,
    /\/client\/sync\/(?:sending|outbox-store)\//,
    /\/client\/features\/home\/(?:DayLine|DeskWork|KeeperWork|MendedStrip|MyThings|MyTiles|WaitingCard)\.vue$/,
  ]
  expect(modules.filter(id => late.some(each => each.test(id)))).toEqual([])
})

const brotliSize = async (file: string) => brotliCompressSync(await readFile(join(dist, file))).length
type Sized = [name: string, size: number][]
const sum = (sizes: readonly number[]) => sizes.reduce((before, size) => before + size, 0)
/** The scripts and styles of the console alone, without those that phones have too. */
const consoleFiles = async () =>
  (await readdir(join(dist, 'assets'))).filter(name => /^console.*\.(?:js|css)$/.test(name))

it('the console is at most 90 kB of scripts and styles, and with its charts 220', async () => {
  const all = new Map<string, number>()
  for (const name of await consoleFiles()) all.set(name, await brotliSize(`assets/${name}`))
  // What reads workbooks comes with a tap on it, and no desk waits for it.
  const [onTap, sizes] = [true, false].map(isXlsx =>
    [...all].filter(([name]) => name.startsWith('console-xlsx') === isXlsx)) as [Sized, Sized]
  expect(sum(onTap.map(([, size]) => size))).toBeLessThanOrEqual(WORKBOOKS_BYTES_MAX)
  expect(sizes.length).toBeGreaterThan(1)
  // The page with charts has no forms, which come when one of them is opened.
  const withCharts = sizes.filter(([name]) => !name.startsWith('console-forms'))
  expect(withCharts.length).toBeLessThan(sizes.length)
  expect(sum(withCharts.map(([, size]) => size))).toBeLessThanOrEqual(CONSOLE_WITH_CHARTS_BYTES_MAX)
  const plain = sizes.filter(([name]) => !name.startsWith('console-charts'))
  expect(sum(plain.map(([, size]) => size))).toBeLessThanOrEqual(CONSOLE_BYTES_MAX)
})

it('no phone of a rider downloads the console: nothing imports it, and it is not precached', async () => {
  const worker = await readFile(join(dist, 'service-worker.js'), 'utf8')
  const files = await readdir(join(dist, 'assets'))
  const ofConsole = await consoleFiles()
  expect(worker).toContain('assets/desks-')
  expect(ofConsole.filter(name => worker.includes(name))).toEqual([])
  expect(modules.filter(id => /\/client\/console\/(?!index\.ts)/.test(id))).toEqual([])
  for (const name of files.filter(each => /\.js$/.test(each) && !ofConsole.includes(each))) {
    const imported = [...await withImports(`assets/${name}`)].map(path => path.replace('assets/', ''))
    expect(imported.filter(each => ofConsole.includes(each)), name).toEqual([])
  }
})

const importedBy = async (chunk: string): Promise<string[]> => {
  const files = (await readdir(join(dist, 'assets'))).filter(name => name.endsWith('.js'))
  const entry = files.find(name => name.startsWith(`${chunk}-`))!
  return [...await withImports(`assets/${entry}`)].map(path => path.replace(/assets\/(.*)-.{8}\.js/, '$1'))
}

it('a page brings what it is made of, and neither the map nor another page with it', async () => {
  const below = ['index', 'rolldown-runtime', 'parts', 'app']
  for (const room of ['identity', 'mall', 'own', 'reports', 'stations', 'voices', 'volunteering', 'kiosk'])
    expect((await importedBy(room)).filter(each => !below.includes(each)), room).toEqual([room])
  expect(await importedBy('map')).not.toContain('stations')
})

it('a phone saves the whole app in few files, each of which waits for an answer of its own', async () => {
  const worker = await readFile(join(dist, 'service-worker.js'), 'utf8')
  const saved = [...worker.matchAll(/"?url"?:"([^"]+)"/g)].map(([, url]) => url!)
  expect(saved).toContain('index.html')
  expect(saved.length).toBeLessThanOrEqual(FILES_MAX)
})

it('every script and style is there compressed already, and reads the same', async () => {
  for (const file of ['index.html', 'service-worker.js', 'manifest.webmanifest', 'robots.txt']) {
    const plain = await readFile(join(dist, file))
    expect(brotliDecompressSync(await readFile(join(dist, `${file}.br`))).equals(plain), file).toBe(true)
    expect(gunzipSync(await readFile(join(dist, `${file}.gz`))).equals(plain), file).toBe(true)
  }
})

it('before anything is fetched the page has a skeleton with a name, and one script sets the theme', () => {
  const body = html.slice(html.indexOf('<body>'))
  expect(body.indexOf('class="bones"')).toBeGreaterThan(0)
  expect(body.indexOf('class="bones"')).toBeLessThan(body.indexOf('<style>'))
  expect(body).toContain('<p>小蜜蜂</p>')
  const styles = [...html.matchAll(/<link rel="stylesheet"[^>]*>/g)]
  expect(styles.filter(([link]) => !link.includes(' disabled'))).toEqual([])
  expect(body).not.toContain('<script')
  const inside = [...html.matchAll(/<script[^>]*>([^<]*)<\/script>/g)]
    .map(([, script]) => script!)
    .filter(script => script !== '')
  expect(inside).toHaveLength(1)
  expect(inside[0]).toContain('little-bee-theme')
})

it('no icon font is ever downloaded', () => {
  const css = [...html.matchAll(/<style>([^<]*)<\/style>/g)].map(([, style]) => style!).join('')
  expect(css).toContain('.tiles')
  expect(css).not.toMatch(/@font-face|vant-icon\b/)
})
