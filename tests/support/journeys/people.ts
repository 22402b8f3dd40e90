import type { Role } from '#shared/identity/roles.ts'
import { join } from 'node:path'
import { accounts, units } from '#server/core/identity/index.ts'
import { addPost } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { COMMUNITY, STREET, UNITS } from '../template.ts'

const SIGNED_UP = Date.parse('2026-11-01T00:00:00Z')

/** `scope`: where they work; stations of a keeper stand in `KEPT`. */
interface Person { phone: string, role: Role, name: string, scope: string }
/** Those whom a city appoints, since nobody becomes one by signing in. */
export const appointed = {
  staff: { phone: '13800000904', role: 'staff', name: '社区小赵', scope: STREET },
  admin: { phone: '13800000906', role: 'admin', name: '市级小周', scope: '4201' },
  admin2: { phone: '13800000907', role: 'admin', name: '市级小郑', scope: '4201' },
  keeper: { phone: '13800000903', role: 'keeper', name: '站长老何', scope: COMMUNITY },
  keeper2: { phone: '13800000913', role: 'keeper', name: '站长小冯', scope: COMMUNITY },
  unit: { phone: '13800000905', role: 'unit', name: '市政老吴', scope: UNITS.roads },
} as const satisfies Record<string, Person>
export type Appointed = keyof typeof appointed

/** Where a unit works whose people never sign in; no other journey files there. */
export const BY_LINK = `${STREET}008`

/** Where orders are picked up: a hundred metres and a kilometre from the middle of the riders' streets. */
export const STATIONS = {
  near: {
    id: '0194f000-0000-7000-8000-0000000000b1',
    number: 1,
    name: '花楼驿站',
    areaId: COMMUNITY,
    address: '花楼街 12 号',
    latitude: 30.588,
    longitude: 114.268,
    isSelfService: true,
  },
  far: {
    id: '0194f000-0000-7000-8000-0000000000b2',
    number: 2,
    name: '民意驿站',
    areaId: COMMUNITY,
    address: '民意四路 3 号',
    latitude: 30.599,
    longitude: 114.268,
    isSelfService: true,
  },
}

export const placeOf = (station: keyof typeof STATIONS) => {
  const { latitude, longitude } = STATIONS[station]
  return { latitude, longitude }
}

/** Who keeps which station. */
const KEPT = { keeper: ['near', 'far'], keeper2: ['near'] } as const

/**
 * A database with the appointed people in it, made by the server's own migrations and tables, before the
 * server starts.
 */
export async function appoint(dataDir: string): Promise<void> {
  const database = await openDatabase(`file:${join(dataDir, 'little-bee.sqlite')}`)
  await migrate(database)
  await database.transact(async (tx) => {
    await tx.insert(units).values([
      { id: UNITS.roads, name: '市政维修队', areaId: '4201' },
      { id: UNITS.power, name: '供电公司', areaId: BY_LINK, worksByLink: true },
    ])
    await tx.insert(stations).values(Object.values(STATIONS))
    for (const person of Object.values<Person>(appointed)) {
      const id = crypto.randomUUID()
      const { phone, role: kind, name, scope } = person
      const account = { id, phone, name, role: 'resident', createdAt: SIGNED_UP } as const
      const areaId = kind === 'keeper' ? scope : null
      await tx.insert(accounts).values({ ...account, areaId, registeredAt: SIGNED_UP })
      const post = { accountId: id, from: SIGNED_UP }
      const kept = Object.entries(KEPT)
        .filter(([name]) => appointed[name as keyof typeof KEPT] === person)
        .flatMap(([, names]) => names)
      for (const name of kept) await addPost(tx, { ...post, kind: 'keeper', scope: STATIONS[name].id })
      if (kind === 'admin' || kind === 'staff' || kind === 'unit') await addPost(tx, { ...post, kind, scope })
    }
  })
  await database.close()
}
