import type { TestCity } from '../../support/city.ts'
import type { doorOf } from '../features/doors/door.ts'
import type { openWatch } from './answers-watch.ts'
import { randomUUID } from 'node:crypto'
import { COMMUNITY, PLACE } from '../../support/city.ts'
import { STATIONS } from '../features/doors/door.ts'

const { bridge } = STATIONS

/** What riders and keepers say of a station, and what its desk does: new, changed, and by a table. */
export async function tryStations(
  city: TestCity,
  send: ReturnType<typeof openWatch>['send'],
  { photo }: Pick<Awaited<ReturnType<typeof doorOf>>, 'photo'>,
): Promise<void> {
  const { rider, keeper, staff, admin } = city.ids
  const faultId = randomUUID()
  const fault = { stationId: bridge.id, kind: 'charger', words: '插座没电' } as const
  await send(rider, 'stations.reportFault', { ...fault, faultId })
  await send(rider, 'stations.reportFault', { ...fault, faultId: randomUUID(), words: '现在冒烟了' })
  await send(keeper, 'stations.answerFault', { faultId, words: '换了新的', isMended: true })
  await send(keeper, 'stations.keep', { stationId: bridge.id, shut: { words: '停电' }, notice: '热水在左' })
  await send('system', 'mall.tellClosure', { stationId: bridge.id, at: city.time.now })
  await send(keeper, 'stations.keep', { stationId: bridge.id, shut: null, isDoorFine: true })
  await send(keeper, 'stations.keep', { stationId: bridge.id, photo: await photo('keeper') })

  const basics = {
    kind: 'community' as const,
    areaId: COMMUNITY,
    address: '测试路 1 号',
    place: PLACE,
    facilities: ['water' as const],
    isSelfService: true,
  }
  const week = Array.from({ length: 7 }, () => [540, 1080])
  await send(staff, 'stations.make', {
    ...basics,
    stationId: randomUUID(),
    name: '新开驿站',
    number: 901,
    week,
    phone: null,
  })
  await send(admin, 'stations.change', { ...basics, stationId: bridge.id, name: '桥头新驿站', seen: 0 })
  const line = { kind: '社区驿站', area: COMMUNITY, latitude: '30.6', longitude: '114.28' }
  const rows = [
    { ...line, number: '902', name: '表里的驿站', address: '测试路 2 号' },
    { ...line, number: '101', name: '桥头又新驿站', address: '测试路 1 号' },
  ]
  await send(admin, 'stations.import', { rows, dryRun: false, seen: city.time.now })
}
