import type { Reader } from '#server/database/database.ts'
import type { TestCity } from '../../../support/city.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'

/** The module once more, as one that has read no area yet: the process keeps them for good. */
const anew: string = '#server/core/areas/areas.ts?anew'
const { nameOfArea } = await import(anew) as typeof import('#server/core/areas/index.ts')

let city: TestCity
freshCity(fresh => void (city = fresh))

it('all areas are read once, however many rows ask for their names at the same time', async () => {
  let reads = 0
  const select = () => {
    reads++
    return city.database.read.select()
  }
  const reader = { select } as unknown as Reader
  const names = await Promise.all(Array.from({ length: 100 }, () => nameOfArea(reader, '420103006')))
  expect(new Set(names)).toEqual(new Set(['江汉区 · 民意街街道']))
  expect(reads).toBe(1)
})
