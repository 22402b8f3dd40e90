import type { Transaction } from '#server/database/database.ts'
import type { Area } from '#shared/areas/schemas.ts'
import type { Register } from '#shared/identity/schemas.ts'
import type { Random } from '../random.ts'
import { accounts } from '#server/core/identity/index.ts'
import { posts } from '#server/core/posts/index.ts'
import { parentOf } from '#shared/areas/schemas.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { sampleId } from '../people.ts'
import { openRandom } from '../random.ts'
import { districtShares } from '../spread-stations.ts'
import { stationId, stationNames, stationsWithKeeper } from '../stations.ts'
import { DAYS } from './published.ts'
import { HOUR_MS, idAt, insertAll, instantOn, weighted } from './rows.ts'

type Account = typeof accounts.$inferInsert
export interface Person { readonly id: string, readonly areaId: string, readonly registeredAt: number }

const surnames = [...'王李张刘陈杨黄吴周徐孙马胡朱郭何罗高林郑梁谢唐许冯宋韩邓彭曹曾田萧潘袁蔡蒋余于杜叶程魏苏吕丁']
const seasons = [
  '立春',
  '雨水',
  '惊蛰',
  '春分',
  '清明',
  '谷雨',
  '立夏',
  '小满',
  '芒种',
  '夏至',
  '白露',
  '秋分',
  '寒露',
  '霜降',
  '立冬',
  '小雪',
  '冬至',
] as const
/** Companies with their share of a thousand couriers, and the kind of work. */
const companies = [
  ['meituan', 340, 'delivery'],
  ['eleme', 210, 'delivery'],
  ['jd', 80, 'courier'],
  ['sf', 90, 'courier'],
  ['ztoEtc', 120, 'courier'],
  ['didi', 110, 'driver'],
  ['other', 50, 'other'],
] as const satisfies readonly (readonly [Register['company'], number, Register['work']])[]
/** Weights of the hours at which people register, which they do at a station. */
const byHour = [0, 0, 0, 0, 0, 0, 0, 1, 3, 9, 10, 6, 3, 5, 11, 12, 9, 6, 5, 5, 4, 2, 1, 0] as const

/**
 * The communities of each district that people are drawn from, with the district's share of a thousand
 * people.
 */
function openNeighbourhoods(areas: readonly Area[]) {
  const codes = Object.keys(districtShares)
  const communities = new Map(codes.map((code) => {
    const streets = new Set(areas
      .filter(([id, name]) => id.length === 9 && id.startsWith(code) && /街道$|镇$|乡$/.test(name))
      .map(([id]) => id))
    return [code, areas.filter(([id]) => streets.has(parentOf(id) ?? '')).map(([id]) => id)]
  }))
  const weights = Object.values(districtShares)
  return { pick: (random: Random) => random.pick(communities.get(codes[weighted(random, weights)]!)!) }
}

/**
 * Adds couriers and residents without a phone number, so that nobody can sign in as one of them. Their number
 * grows from month to month, as when a programme becomes known.
 */
export async function settleCrowd(
  tx: Transaction,
  { areas, now, couriers, residents }: {
    readonly areas: readonly Area[]
    readonly now: number
    readonly couriers: number
    readonly residents: number
  },
): Promise<{ couriers: Person[], residents: Person[] }> {
  const random = openRandom(20_316)
  const neighbourhoods = openNeighbourhoods(areas)
  const draw = (count: number, role: 'courier' | 'resident') =>
    Array.from({ length: count }, (_, at): Account & Person => {
      const daysAgo = 1 + Math.floor(DAYS * (1 - Math.sqrt(random.between(0, 1))))
      const registeredAt = instantOn(random, now, Math.min(daysAgo, DAYS), byHour)
      const [company, , work] = companies[weighted(random, companies.map(([, weight]) => weight))]!
      return {
        id: idAt(registeredAt, `${role} ${at}`),
        role,
        name: `${random.pick(surnames)}${random.pick(seasons)}（示例）`,
        areaId: neighbourhoods.pick(random),
        ...role === 'courier' && { company, work },
        privacyNotice: PRIVACY_NOTICE,
        registeredAt,
        createdAt: registeredAt,
      }
    })
  const crowd = { couriers: draw(couriers, 'courier'), residents: draw(residents, 'resident') }
  await insertAll(tx, accounts, [...crowd.couriers, ...crowd.residents].map(withEveryColumn))
  return crowd
}

/** Fills missing columns, since all rows of one statement need the same. */
const withEveryColumn = (account: Account): Account => ({ company: null, work: null, ...account })

/** One clerk for each district, who decides about its reports and leads its activities. */
export async function appointClerks(tx: Transaction, now: number): Promise<ReadonlyMap<string, string>> {
  const from = now - (DAYS + 30) * DAY_MS
  const clerks = Object.keys(districtShares).map(code => ({ code, id: idAt(from, `clerk ${code}`) }))
  await insertAll(tx, accounts, clerks.map(({ id }, at) => ({
    id,
    role: 'resident' as const,
    name: `${surnames[at]!}值班（示例）`,
    createdAt: from + HOUR_MS,
  })))
  await insertAll(tx, posts, clerks.map(({ code, id }) => ({
    id: idAt(from, `post of clerk ${code}`),
    accountId: id,
    kind: 'staff' as const,
    scope: code,
    from,
  })))
  return new Map(clerks.map(({ code, id }) => [code, id]))
}

/** A keeper for each of the stations where orders are handed over, by the station's id. */
export async function appointKeepers(tx: Transaction, from: number): Promise<ReadonlyMap<string, string>> {
  const kept = new Set(stationsWithKeeper.map(stationId))
  const others = stationNames.map(stationId).filter(id => !kept.has(id))
  const keepers = others.map((station, at) => ({ station, id: idAt(from, `keeper ${at}`) }))
  await insertAll(tx, accounts, keepers.map(({ id }, at) => ({
    id,
    role: 'resident' as const,
    name: `${surnames[at]!}站长（示例）`,
    createdAt: from + HOUR_MS,
  })))
  await insertAll(tx, posts, keepers.map(({ station, id }, at) => ({
    id: idAt(from, `post of keeper ${at}`),
    accountId: id,
    kind: 'keeper' as const,
    scope: station,
    from,
  })))
  return new Map([
    ...[...kept].map(station => [station, sampleId('keeper')] as const),
    ...keepers.map(({ station, id }) => [station, id] as const),
  ])
}
