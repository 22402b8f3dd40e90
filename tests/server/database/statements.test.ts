// No engine decides this.
import { keepStatements } from '#server/database/statements.ts'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'

const KEPT_MAX = 1_000
const ALL = 'select * from stations'
let connection: Sqlite.Database
beforeEach(() => {
  connection = new Sqlite(':memory:')
  connection.exec(`create table stations (name text); insert into stations values ('江汉路')`)
  keepStatements(connection)
})
afterEach(() => void connection.close())

it('prepares each text once', () => {
  expect(connection.prepare(ALL)).toBe(connection.prepare(ALL))
  expect(connection.prepare(`${ALL} limit 1`)).not.toBe(connection.prepare(ALL))
})

it('gives rows by name to whoever asks, even after somebody read them as arrays', () => {
  const before = connection.prepare(ALL)
  expect(connection.prepare(ALL).raw().all()).toEqual([['江汉路']])
  expect(connection.prepare(ALL).all()).toEqual([{ name: '江汉路' }])
  expect(before.raw().get()).toEqual(['江汉路'])
})

it('reads tables as they are now', () => {
  expect(connection.prepare(ALL).all()).toEqual([{ name: '江汉路' }])
  connection.exec('alter table stations add column floor integer not null default 2')
  expect(connection.prepare(ALL).all()).toEqual([{ name: '江汉路', floor: 2 }])
})

it('forgets what was longest unused', () => {
  const [used, unused] = [connection.prepare(ALL), connection.prepare(`${ALL} order by name`)]
  for (let length = 2; length <= KEPT_MAX; length++) {
    connection.prepare(`${ALL} limit ${length}`)
    connection.prepare(ALL)
  }
  expect(connection.prepare(ALL)).toBe(used)
  expect(connection.prepare(`${ALL} order by name`)).not.toBe(unused)
})
