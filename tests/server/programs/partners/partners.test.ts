import type { TestCity } from '../../../support/city.ts'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allPartners, partnerWithKey } from '#server/core/partners/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { readWords, runWords } from '#server/programs/partners/words.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { runProgram } from '../../../support/program.ts'

let city: TestCity
freshCity(opened => void (city = opened))

const partners = async (...words: string[]) => {
  const { dataDir, databaseUrl } = city.settings
  return await runProgram('partners', { DATA_DIR: dataDir, DATABASE_URL: databaseUrl }, ...words)
}

/** The same without the process around it, which costs a second. */
const tried = async (words: readonly string[]) => await runWords(city.database, readWords(words))

it('an operator gives a partner a key, shown once, and takes it away while the city runs', async () => {
  expect(await tried(['list'])).toContain('There are no partners yet')
  const added = await partners('add', '公交集团', '--area', '江汉区')
  expect(added).toMatchObject({ code: 0, err: '' })
  const [, id] = /: ([0-9a-f-]{36})/.exec(added.out)!
  const [key] = /bee_[\w-]{43}/.exec(added.out)!
  expect(await partnerWithKey(city.database.read, key))
    .toMatchObject({ id, name: '公交集团', areaId: '420103' })

  const listed = await tried(['list'])
  expect(listed).toMatch(/^\S{36}\t公交集团\t江汉区\t\d{4}-\d\d-\d\d$/)
  expect(listed).not.toContain(key)
  await tried(['withdraw', id!])
  expect(await partnerWithKey(city.database.read, key)).toBeUndefined()
  expect(await tried(['list'])).toContain('\twithdrawn 20')
  expect(await partners('withdraw', id!))
    .toMatchObject({ code: 1, out: '', err: expect.stringContaining('No partner') })

  // Both stand in the audit, and the key in nothing.
  const { acts } = await city.as('admin').ask('people.acts', {})
  expect(acts.map(({ act }) => act)).toEqual(['partners.withdraw', 'partners.add'])
  expect(JSON.stringify([acts, await allPartners(city.database.read)])).not.toContain(key)
})

it('a mistyped word changes nothing', async () => {
  for (const [words, sentence] of [
    [[], 'Say what to do'],
    [['add', '公交集团'], 'Say what to do'],
    [['add', '公交集团', '--area', '天上'], 'There is no area'],
    [['add', '', '--area', '420103'], 'A name has 1 to 20 characters'],
    [['withdraw'], 'Say what to do'],
    [['list', '--force'], 'Unknown option'],
  ] as const)
    await expect(tried(words), words.join(' ')).rejects.toThrow(sentence)
  expect(await partners('add', '公交集团', '--area', '天上'))
    .toMatchObject({ code: 1, out: '', err: expect.stringContaining('There is no area') })
  expect(await allPartners(city.database.read)).toEqual([])
})

it.runIf(dialect === 'sqlite')('a mistyped word makes no database', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-partners-'))
  await runProgram('partners', { DATA_DIR: dataDir }, 'lst')
  expect(existsSync(join(dataDir, 'little-bee.sqlite'))).toBe(false)
  rmSync(dataDir, { recursive: true })
})
