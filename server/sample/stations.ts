import type { Database } from '#server/database/database.ts'
import { stations } from '#server/core/stations/index.ts'
import { sampleId } from './people.ts'

/** Invented stations in real streets, each with its street's code and a point somewhere in it. */
const places = [
  ['民意街', '420103006', 30.5795, 114.2745],
  ['花楼街', '420103002', 30.58, 114.286],
  ['水塔街', '420103003', 30.5835, 114.2835],
  ['满春街', '420103005', 30.577, 114.279],
  ['新华街', '420103007', 30.5945, 114.273],
  ['万松街', '420103008', 30.588, 114.264],
  ['唐家墩', '420103009', 30.608, 114.268],
  ['北湖街', '420103010', 30.596, 114.266],
  ['常青街', '420103012', 30.617, 114.249],
  ['晴川', '420105004', 30.5545, 114.2745],
  ['建桥', '420105002', 30.559, 114.27],
  ['鹦鹉洲', '420105005', 30.538, 114.266],
  ['五里墩', '420105007', 30.561, 114.244],
  ['琴断口', '420105008', 30.56, 114.218],
  ['江汉二桥', '420105009', 30.563, 114.254],
  ['四新', '420105012', 30.516, 114.234],
  ['大智', '420102002', 30.588, 114.296],
  ['后湖', '420102017', 30.65, 114.293],
  ['花桥', '420102015', 30.617, 114.287],
  ['汉正街', '420104009', 30.57, 114.274],
  ['宗关', '420104003', 30.579, 114.227],
  ['积玉桥', '420106001', 30.564, 114.313],
  ['中华路', '420106006', 30.547, 114.298],
  ['黄鹤楼', '420106007', 30.545, 114.305],
] as const

/** The telephone of a sample station by its number; one in four has none. */
export const phoneOf = (number: number): string | null =>
  number % 4 === 0 ? null : `1380000${8000 + number}`

export const stationId = (name: string): string => sampleId(`station ${name}`)
export const stationNames = places.map(([name]) => name)
export const firstStations = places.map(([name, areaId, latitude, longitude], at) => ({
  id: stationId(name),
  number: at + 1,
  name: `${name}小蜜蜂驿站`,
  areaId,
  latitude,
  longitude,
  address: `${name}示例路 1 号（示例地址）`,
  phone: phoneOf(at + 1),
}))
/** The sample keeper's stations. */
export const stationsWithKeeper = ['民意街', '满春街', '水塔街'] as const

/** The doubtful station: two people in a row could not get in, and nobody has since. */
export const doubtedStation = '五里墩'

/** Opens the first sample stations; existing ones stay. */
export async function openStations({ transact }: Database): Promise<void> {
  await transact(async tx => void (await tx.insert(stations).values(firstStations).onConflictDoNothing()))
}
