import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { dialect } from '#server/database/dialect.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createDatabase } from '../../../support/city.ts'
import { people, runProgram } from '../../../support/program.ts'

let city: { dataDir: string, databaseUrl: string }
beforeEach(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-people-'))
  city = {
    dataDir,
    databaseUrl:
      dialect === 'postgresql'
        ? await createDatabase(process.env.DATABASE_URL!)
        : `file:${join(dataDir, 'little-bee.sqlite')}`,
  }
})
afterEach(() => rmSync(city.dataDir, { recursive: true, force: true }))

it('a city has its first admin before its server ever ran', async () => {
  expect(await people(city, 'list')).toEqual({
    code: 0,
    err: '',
    out: expect.stringContaining('Nobody has a role yet'),
  })
  expect(await people(city, 'units')).toEqual({
    code: 0,
    err: '',
    out: expect.stringContaining('There are no units yet'),
  })
  expect(await people(city, 'appoint', '13800000951', 'admin', '--name', '市级小周')).toMatchObject({
    code: 0,
    err: '',
  })
  expect(await people(city, 'list')).toEqual({
    code: 0,
    err: '',
    out: 'admin\t市级小周\t武汉市\t138****0951\n',
  })
})

it.runIf(dialect === 'sqlite')('a mistyped word makes no database', async () => {
  expect(await people(city, 'lst')).toMatchObject({ code: 1, out: '' })
  expect(existsSync(join(city.dataDir, 'little-bee.sqlite'))).toBe(false)
})

it('a city that has people is not filled with sample people', async () => {
  expect(await people(city, 'appoint', '13800000951', 'admin', '--name', '市级小周')).toMatchObject({ code: 0 })
  const settings = { DATA_DIR: city.dataDir, DATABASE_URL: city.databaseUrl }
  const { code, err } = await runProgram('seed-city', settings)
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('This city has people') })
  const mistyped = await runProgram('seed-city', settings, '--day', '2026-02-31')
  expect(mistyped).toMatchObject({ code: 1, err: expect.stringContaining('2026-02-31 is no day') })
})
