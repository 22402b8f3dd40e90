import type { SampleItem } from './goods.ts'
import type { Seeder } from './seeder.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { draw } from './draw.ts'
import { mealStations, sampleGoods, sampleMeals } from './goods.ts'
import { sampleId } from './people.ts'
import { openRandom } from './random.ts'
import { stationId, stationNames, stationsWithKeeper } from './stations.ts'

/** The share of stations that offer an item; the sample keeper's stations offer all. */
const OFFERED = 0.6

export const itemId = (name: string): string => sampleId(`item ${name}`)

/** Lists the goods and meals and adds their stock, as an admin would have six weeks ago. */
export async function seedGoods({ savePhoto, run, runAll, now }: Seeder): Promise<void> {
  const random = openRandom(7)
  const at = now - 42 * DAY_MS
  const isKept = (name: string) => (stationsWithKeeper as readonly string[]).includes(name)
  const offers = [
    ...sampleGoods.map(item => ({
      kind: 'goods' as const,
      item,
      places: stationNames.filter(name => isKept(name) || random.between(0, 1) < OFFERED),
    })),
    ...sampleMeals.map(item => ({ kind: 'meal' as const, item, places: [...mealStations] })),
  ]
  for (const { kind, item, places } of offers) {
    const { name, picture, category, price, words, perPerson, donor } = item
    const photo = await savePhoto('admin', await draw(`goods/${picture}`))
    await run('admin', at, 'mall.list', {
      itemId: itemId(name),
      kind,
      category,
      name,
      words,
      photo,
      price,
      perPerson,
      donor,
      stations: places.map(stationId),
      isListed: true,
    })
  }
  await runAll(
    'admin',
    at,
    'mall.arrive',
    offers.flatMap(({ item, places }) =>
      places.flatMap((place) => {
        const count = isKept(place) ? Math.floor(random.between(8, 30)) : Math.floor(random.between(-4, 24))
        // Some stock is left empty, so that sold-out items are seen too.
        return count > 0 ? [arrival(item, place, count)] : []
      }),
    ),
  )
}

const arrival = ({ name, donor }: SampleItem, place: string, count: number) => ({
  moveId: sampleId(`arrival ${name} ${place}`),
  itemId: itemId(name),
  stationId: stationId(place),
  count,
  words: donor ? `${donor.name}捐赠` : '开站备货',
})
