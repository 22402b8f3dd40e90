import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { openClientFiles } from '#server/http/client-files.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const STYLE = ' html { background: #ededed; } '
const page = `<!doctype html><style>${STYLE}</style><div id="app"></div><script src="/theme.js"></script>`
const script = 'export const bee = 1\n'.repeat(50)
let folder: string
let files: ReturnType<typeof openClientFiles>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'little-bee-dist-'))
  mkdirSync(join(folder, 'assets'))
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(content))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(content))
  }
  write('index.html', page)
  write('assets/index-4f2a.js', script)
  writeFileSync(join(folder, 'service-worker.js'), 'self')
  writeFileSync(join(folder, 'manifest.webmanifest'), '{}')
  files = openClientFiles(folder, { publicUrl: 'https://bee.example.cn' })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  files.answer(new Request(`http://localhost${path}`, { method, headers }))
const navigation = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

describe('the app\'s files', () => {
  const wishes: [string, string | null][] = [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['*', 'br'],
    ['identity', null],
    ['', null],
  ]
  it.each(wishes)('are sent compressed to a browser that accepts "%s"', async (wish, encoding) => {
    const response = get('/assets/index-4f2a.js', { 'accept-encoding': wish })!
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(response.headers.get('content-length')).toBe(String(bytes.length))
    const plain =
      encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes
    expect(new TextDecoder().decode(plain)).toBe(script)
  })

  it('are not sent again to a phone that has them', async () => {
    const tag = get('/', { 'accept-encoding': 'br' })!.headers.get('etag')!
    expect(tag).toMatch(/^"[\w-]+"$/)
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const response = get('/', { 'accept-encoding': 'br', 'if-none-match': known })!
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', tag])
    }
    expect(get('/', { 'if-none-match': tag })!.status, 'the plain page is another representation').toBe(200)
  })

  it('are cached for good if their name has a hash, and revalidated if not', () => {
    expect(get('/assets/index-4f2a.js')!.headers.get('cache-control')).toBe(
      'public, max-age=31536000, immutable',
    )
    for (const path of ['/', '/index.html', '/service-worker.js', '/manifest.webmanifest'])
      expect(get(path)!.headers.get('cache-control'), path).toBe('no-cache')
    expect(get('/manifest.webmanifest')!.headers.get('content-type')).toBe('application/manifest+json')
    expect(get('/assets/index-4f2a.js')!.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('answer HEAD with the headers only', async () => {
    const response = get('/assets/index-4f2a.js', {}, 'HEAD')!
    expect([response.headers.get('content-length'), await response.text()]).toEqual([
      String(script.length),
      '',
    ])
  })
})

describe('any page of the app', () => {
  it('opens by its address, also below others', async () => {
    for (const path of ['/reports', '/reports/0194f000-0000-7000-8000-000000000001?from=notice', '/sign-in'])
      expect(await get(path, navigation)!.text(), path).toBe(page)
  })

  it('is not the answer to a wrong address of an API or a file', () => {
    for (const path of [
      '/api/nothing',
      '/assets/gone-1234.js',
      '/health/nothing',
      '/metrics',
      '/open311/v2/nothing',
      '/nothing.png',
    ])
      expect(get(path, navigation), path).toBeUndefined()
    expect(get('/reports', { accept: 'application/json' })).toBeUndefined()
    expect(get('/reports', navigation, 'POST')).toBeUndefined()
    expect(get('/../../etc/passwd')).toBeUndefined()
  })

  it('runs only scripts of ours, and its own inline style', () => {
    const policy = get('/')!.headers.get('content-security-policy')!
    const hash = createHash('sha256').update(STYLE).digest('base64')
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        `script-src 'self' 'wasm-unsafe-eval'`,
        `style-src 'self' 'sha256-${hash}'`,
        `object-src 'none'`,
        `frame-ancestors 'none'`,
      ]),
    )
    expect(policy).not.toContain('\'unsafe') // What compiles WebAssembly runs no script of others.
    expect(get('/')!.headers.get('strict-transport-security')).toBe('max-age=31536000')
  })
})

it('a server without a built app answers for no page', () => {
  const none = openClientFiles(join(folder, 'missing'), { publicUrl: 'http://localhost:8787' })
  expect([none.size, none.answer(new Request('http://localhost/', { headers: navigation }))]).toEqual([
    0,
    undefined,
  ])
})
