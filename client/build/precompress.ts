import type { Plugin } from 'vite'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const text = /\.(?:html|js|css|svg|json|webmanifest|txt|wasm|geojson)$/
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Writes .br and .gz beside every file that shrinks, once, so that the server never compresses. */
export function precompress(): Plugin {
  let dist = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      dist = resolve(config.root, config.build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler(error) {
        if (error) return
        const files = await readdir(dist, { recursive: true })
        await Promise.all(
          files
            .filter(file => text.test(file))
            .map(async (file) => {
              const bytes = await readFile(join(dist, file))
              const params = {
                [constants.BROTLI_PARAM_QUALITY]: 11,
                [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
              }
              await writeFile(join(dist, `${file}.br`), await brotli(bytes, { params }))
              await writeFile(join(dist, `${file}.gz`), await zip(bytes, { level: 9 }))
            }),
        )
      },
    },
  }
}
