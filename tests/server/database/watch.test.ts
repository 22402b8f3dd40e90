import type { Database } from '#server/database/database.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite } from '#server/database/sqlite.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string
let database: Database
let heard: string[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'little-bee-watch-'))
  database = openSqlite(join(folder, 'watched.sqlite'))
  heard = []
  await database.run('create table doors (id integer primary key, name text, opened integer)')
  await database.run('insert into doors (name) values (\'front\')')
})
afterEach(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})
const hearing = (name: string) => () => void heard.push(name)

it('who watches columns hears of rows that come and go, and of another value in one of them', async () => {
  database.watch!('doors', hearing('name'), ['name'])
  for (const statement of ['update doors set opened = 1', 'update doors set name = \'front\''])
    await database.run(statement)
  expect(heard).toEqual([])
  for (const statement of [
    'update doors set name = null',
    'insert into doors (name) values (\'back\')',
    'delete from doors',
  ])
    await database.run(statement)
  expect(heard).toEqual(['name', 'name', 'name'])
})

it('who watches a table hears of any change and any removal', async () => {
  database.watch!('doors', hearing('doors'))
  for (const statement of [
    'insert into doors (name) values (\'back\')',
    'update doors set opened = 1',
    'delete from doors',
  ])
    await database.run(statement)
  expect(heard).toEqual(['doors', 'doors'])
})

it('a watch that began inside a transaction outlives its undoing', async () => {
  const hear = hearing('doors')
  const failing = database.transact(async () => {
    database.watch!('doors', hear)
    throw new Error('undone')
  })
  await expect(failing).rejects.toThrow('undone')
  await database.run('update doors set opened = 1')
  expect(heard).toEqual(['doors'])
})
