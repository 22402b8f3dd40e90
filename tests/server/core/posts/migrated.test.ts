import type { Database } from '#server/database/database.ts'
import type { TestCity } from '../../../support/city.ts'
import { findActor, meOf } from '#server/core/identity/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { Id } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { openOldDatabase } from '../../../support/old-database.ts'

const NOW = 1_000_000

let city: TestCity
let old: Database
beforeAll(async () => {
  city = await openTestCity()
  old = await openOldDatabase(city, '0018')
  await seed()
  await migrate(old)
})
afterAll(async () => {
  await old.close()
  await city.close()
})

/** Role, area, unit and company of each account of before, and whether it is still there. */
const people = {
  courier: ['courier', '420103006003', null, 'meituan', null],
  keeper: ['keeper', '420103006003', null, 'sf', null],
  idle: ['keeper', '420103006003', null, null, null],
  staff: ['staff', '420103006', null, null, null],
  unit: ['unit', '4201', 'roads', null, null],
  admin: ['admin', '4201', null, null, null],
  gone: ['keeper', null, null, null, 5],
  kiosk: ['kiosk', '420103006003', null, null, null],
} as const

async function seed() {
  const text = (value: string | null) => value === null ? 'null' : `'${value}'`
  await old.run('insert into units (id, name, area_id) values (\'roads\', \'市政维修队\', \'4201\')')
  await old.run(`insert into stations (id, number, name, area_id, latitude, longitude, address)
    values ('near', 1, '花楼驿站', '420103006003', 30, 114, ''), ('far', 2, '民意驿站', '420103006', 30, 114, '')`)
  for (const [id, [role, areaId, unitId, company, deletedAt]] of Object.entries(people)) {
    await old.run(`insert into accounts
      (id, role, area_id, unit_id, company, created_at, registered_at, deleted_at)
      values ('${id}', '${role}', ${text(areaId)}, ${text(unitId)}, ${text(company)}, 7, 9, ${deletedAt})`)
    await old.run(`insert into sessions (token_hash, account_id, role, created_at, seen_at, expires_at)
      values ('${id}', '${id}', '${role}', 8, 8, ${NOW * 2})`)
  }
  await old.run(`insert into sessions (token_hash, account_id, role, created_at, seen_at, expires_at)
    values ('before', 'staff', 'courier', 8, 8, ${NOW * 2})`)
  await old.run(`insert into station_keepers (station_id, account_id)
    values ('near', 'keeper'), ('far', 'keeper'), ('far', 'staff'), ('far', 'gone')`)
}

it('who had a role has a post, with the same scope, and what they are besides', async () => {
  const accounts = await old.run('select id, role, area_id from accounts order by id')
  expect(accounts.map(({ id, role, area_id }) => [id, role, area_id])).toEqual([
    ['admin', 'resident', null],
    ['courier', 'courier', '420103006003'],
    ['gone', 'resident', null],
    ['idle', 'resident', '420103006003'],
    ['keeper', 'courier', '420103006003'],
    ['kiosk', 'kiosk', '420103006003'],
    ['staff', 'resident', null],
    ['unit', 'resident', null],
  ])
  const posts = await old.run('select account_id, kind, scope from posts order by account_id, scope')
  expect(posts.map(({ account_id, kind, scope }) => [account_id, kind, scope])).toEqual([
    ['admin', 'admin', '4201'],
    ['keeper', 'keeper', 'far'],
    ['keeper', 'keeper', 'near'],
    ['staff', 'staff', '420103006'],
    ['unit', 'unit', 'roads'],
  ])
  const ids = await old.run('select distinct id from posts')
  expect(ids).toHaveLength(5)
  for (const { id } of ids) expect(v.safeParse(Id, id).success, String(id)).toBe(true)
})

const NO_FACTOR = { requiresFactor: false }

it('nobody has to sign in again, and a session of a former role stays over', async () => {
  const postsOf = async (tokenHash: string) => {
    const actor = await findActor(old, tokenHash, NOW, NO_FACTOR)
    return actor?.posts.map(({ kind, scope }) => `${kind} ${scope}`)
  }
  expect(await postsOf('courier')).toEqual([])
  expect((await postsOf('keeper'))?.toSorted()).toEqual(['keeper far', 'keeper near'])
  expect(await postsOf('staff')).toEqual(['staff 420103006'])
  expect(await postsOf('unit')).toEqual(['unit roads'])
  expect(await postsOf('admin')).toEqual(['admin 4201'])
  expect(await postsOf('kiosk')).toEqual([])
  expect(await postsOf('before')).toBeUndefined()
  expect(await meOf(old.read, 'unit', NOW, NO_FACTOR)).toMatchObject({
    role: 'unit',
    unitName: '市政维修队',
    posts: [{ kind: 'unit', scopeName: '市政维修队', until: null }],
  })
  expect(await meOf(old.read, 'staff', NOW, NO_FACTOR)).toMatchObject({ role: 'staff', areaId: '420103006' })
})
