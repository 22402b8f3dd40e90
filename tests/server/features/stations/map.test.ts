import type { TestCity } from '../../../support/city.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { headersOf } from '#server/http/headers.ts'
import { readEnvironment } from '#server/settings/environment.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'

const env = { TILE_URL: 'https://tiles.example.cn:8443/{z}/{x}/{y}.png?key=1', TILE_ATTRIBUTION: '示例地图' }
let city: TestCity
freshCity((given) => {
  city = given
})

const picturesFrom = (tiles: ReturnType<typeof readEnvironment>['tiles']) =>
  /img-src ([^;]+);/.exec(
    headersOf({ publicUrl: 'https://bee.example.cn', tiles })['content-security-policy']!,
  )?.[1]

it('without a setting the map has outlines and dots, and pages load pictures from nowhere else', async () => {
  expect(await city.as('rider').ask('stations.map', {})).toEqual({ tiles: null })
  expect(picturesFrom(undefined)).toBe(`'self' blob: data:`)
})

it('with one, phones learn where the pictures are, and pages may load from that origin alone', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-map-'))
  const { tiles } = readEnvironment({ DATA_DIR: dataDir, ...env })
  rmSync(dataDir, { recursive: true })
  Object.assign(city.settings, { tiles })
  expect(await city.as('rider').ask('stations.map', {})).toEqual({
    tiles: { url: env.TILE_URL, attribution: env.TILE_ATTRIBUTION },
  })
  expect(picturesFrom(tiles)).toBe(`'self' blob: data: https://tiles.example.cn:8443`)
})
