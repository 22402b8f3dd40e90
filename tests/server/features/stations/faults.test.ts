import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { apiOf } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

let city: TestCity
let door: Door
freshCity(async (given) => {
  city = given
  door = await doorOf(city)
})
const fault = (
  changes: Partial<CommandInput<'stations.reportFault'>> = {},
): CommandInput<'stations.reportFault'> => ({
  faultId: randomUUID(),
  stationId: STATIONS.bridge.id,
  kind: 'charger',
  words: '插座没电',
  ...changes,
})
const one = async () => await city.as('rider3').ask('stations.one', { stationId: STATIONS.bridge.id })
const answer = (faultId: string, isMended = true): CommandInput<'stations.answerFault'> => ({
  faultId,
  words: '换了新的',
  isMended,
})

describe('telling of a fault', () => {
  it('a visitor sees what is broken, and nobody\'s words about it', async () => {
    await city.as('rider').done('stations.reportFault', fault({ words: '张三说没电' }))
    const visitor = apiOf(async (path, init) => await city.fetchAs(undefined)(path, init), city.clock)
    expect((await visitor.ask('stations.one', { stationId: STATIONS.bridge.id })).faults)
      .toMatchObject([{ kind: 'charger', words: '' }])
  })

  it('everybody sees the fault but not its reporter; the keepers are notified', async () => {
    const input = fault()
    await city.as('rider').done('stations.reportFault', input)
    expect((await one()).faults).toEqual([
      {
        id: input.faultId,
        kind: 'charger',
        supply: null,
        words: '插座没电',
        at: city.time.now,
        answer: null,
        answeredAt: null,
        isMended: false,
      },
    ])
    expect((await city.as('keeper').ask('notices.mine', {})).notices).toMatchObject([
      { kind: 'stations.fault', ref: STATIONS.bridge.id, words: '桥头驿站，插座没电' },
    ])
  })

  it('works when the station is closed, and later, and counts from when it was seen', async () => {
    await door.changeStation('bridge', { isSelfService: false, shutWords: '夜里' })
    city.time.now += 14 * 3_600_000
    expect(
      await city
        .as('resident')
        .later(3_600_000, 'stations.reportFault', fault({ kind: 'supply', supply: 'tissues', words: '' })),
    ).toMatchObject({ status: 'accepted' })
    expect((await one()).faults).toMatchObject([
      { kind: 'supply', supply: 'tissues', words: '', at: city.time.now - 3_600_000 },
    ])
  })

  it('names a supply for an empty shelf only', async () => {
    await city.as('rider').done('stations.reportFault', fault({ kind: 'dirty', supply: 'water' }))
    expect((await one()).faults).toMatchObject([{ kind: 'dirty', supply: null }])
  })

  it('told twice by one person it is one fault until it is mended; another\'s is a second', async () => {
    const first = fault()
    await city.as('rider').done('stations.reportFault', first)
    await city.as('rider').done('stations.reportFault', fault())
    expect((await one()).faults).toHaveLength(1)
    await city.as('rider2').done('stations.reportFault', fault())
    await city.as('rider').done('stations.reportFault', fault({ kind: 'supply', supply: 'water' }))
    await city.as('rider').done('stations.reportFault', fault({ kind: 'supply', supply: 'tissues' }))
    expect((await one()).faults).toHaveLength(4)
    await city.as('keeper').done('stations.answerFault', answer(first.faultId))
    await city.as('rider').done('stations.reportFault', fault())
    expect((await one()).faults).toHaveLength(5)
    expect(await door.told('keeper')).toHaveLength(5)
  })

  it('told again in other words, the open fault gets them and the keepers hear of them', async () => {
    const first = fault()
    await city.as('rider').done('stations.reportFault', first)
    city.time.now += 3_600_000
    await city.as('rider').done('stations.reportFault', fault({ words: '现在冒烟了' }))
    await city.as('rider').done('stations.reportFault', fault({ words: ' 插座没电 ' }))
    await city.as('rider').done('stations.reportFault', fault({ words: '' }))
    // Part of a line is not that line.
    await city.as('rider').done('stations.reportFault', fault({ words: '冒烟' }))
    expect((await one()).faults).toMatchObject([
      { id: first.faultId, words: '插座没电\n现在冒烟了\n冒烟', at: city.time.now - 3_600_000 },
    ])
    expect((await city.as('keeper').ask('notices.mine', {})).notices.map(({ words }) => words))
      .toEqual(['桥头驿站，冒烟', '桥头驿站，现在冒烟了', '桥头驿站，插座没电'])
  })

  it('a fault told of without words gets those that come later', async () => {
    await city.as('rider').done('stations.reportFault', fault({ words: '' }))
    await city.as('rider').done('stations.reportFault', fault({ words: '插座没电' }))
    expect((await one()).faults).toMatchObject([{ words: '插座没电' }])
  })

  it('words that the open fault has no room for are a fault of their own', async () => {
    const words = ['甲', '乙', '丙', '丁'].map(letter => letter.repeat(300))
    for (const each of [...words, ...words]) {
      city.time.now += 1000
      await city.as('rider').done('stations.reportFault', fault({ words: each }))
    }
    expect((await one()).faults.map(found => found.words).sort())
      .toEqual([words[3], words.slice(0, 3).join('\n')].sort())
    expect(await door.told('keeper')).toHaveLength(4)
    // The older one has room for a few more, but the newer one is where the story goes on.
    await city.as('rider').done('stations.reportFault', fault({ words: '又坏了一个' }))
    expect((await one()).faults.map(found => found.words)).toContain(`${words[3]}\n又坏了一个`)
  })

  it('of other words and a mending at once, the words are never lost', async () => {
    const { faultId } = fault()
    await city.as('rider').done('stations.reportFault', fault({ faultId }))
    await Promise.all([
      city.as('rider').done('stations.reportFault', fault({ words: '现在冒烟了' })),
      city.as('rider').done('stations.reportFault', fault({ words: '门口也黑了' })),
      city.as('keeper').done('stations.answerFault', answer(faultId)),
    ])
    const told = (await one()).faults.flatMap(({ words }) => words.split('\n'))
    expect(told.sort()).toEqual(['插座没电', '现在冒烟了', '门口也黑了'].sort())
  })

  it('a command sent again is one fault; a taken id and an unknown station are refused', async () => {
    const input = fault()
    const command = { id: randomUUID(), name: 'stations.reportFault', input }
    const replies = [await city.as('rider').send(command), await city.as('rider').send(command)]
    expect(replies[1]).toEqual(replies[0])
    expect((await one()).faults).toHaveLength(1)
    expect(
      await city
        .as('rider2')
        .refused('stations.reportFault', fault({ faultId: input.faultId, words: '抢号' })),
    ).toMatchObject({ code: 'stations.idTaken' })
    expect(
      await city.as('rider').refused('stations.reportFault', fault({ stationId: randomUUID() })),
    ).toMatchObject({ code: 'stations.unknown' })
    expect(
      await city.as('rider').send({ name: 'stations.reportFault', input: { ...fault(), kind: 'ghost' } }),
    ).toMatchObject([{ status: 'malformed' }])
  })

  it('kiosks can\'t', async () => {
    expect(await (await door.kiosk()).sendOne('stations.reportFault', fault())).toMatchObject({
      status: 'refused',
      refusal: { code: 'command.notForYourRole' },
    })
  })
})

describe('a door that stays shut', () => {
  const shutDoor = () => fault({ kind: 'door', words: '' })
  const scan = async (by: PersonName, kiosk: TestKiosk) =>
    await city.as(by).done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
  beforeEach(async () => {
    const kiosk = await door.kiosk()
    for (const by of ['rider', 'rider2'] as const) await scan(by, kiosk)
  })

  it('reported by people who were not there does not make the station doubtful', async () => {
    for (const by of ['rider3', 'resident', 'keeper'] as const) {
      for (const { id: stationId } of Object.values(STATIONS))
        await city.as(by).done('stations.reportFault', { ...shutDoor(), stationId })
    }
    // They scanned another door, or this one an hour ago.
    await scan('rider3', await door.kiosk('lake'))
    await city.as('rider3').done('stations.reportFault', shutDoor())
    city.time.now += 3_600_000
    for (const by of ['rider', 'rider2'] as const)
      await city.as(by).done('stations.reportFault', shutDoor())
    const { stations } = await city.as('rider').ask('stations.all', {})
    expect(stations.filter(({ isDoubtful }) => isDoubtful)).toEqual([])
    expect((await one()).faults).toHaveLength(5)
  })

  it('two different people in a row make the station doubtful, one twice does not', async () => {
    await city.as('rider').done('stations.reportFault', shutDoor())
    await city.as('rider').done('stations.reportFault', shutDoor())
    expect((await one()).isDoubtful).toBe(false)
    await city.as('rider2').done('stations.reportFault', shutDoor())
    expect((await one()).isDoubtful).toBe(true)
    expect((await city.as('rider3').ask('stations.all', {})).stations[0]).toMatchObject({
      id: STATIONS.bridge.id,
      isDoubtful: true,
    })
    expect(await door.told('keeper')).toEqual(expect.arrayContaining(['stations.doubtful', 'stations.fault']))
  })

  it('reported late says nothing about a door that has opened since', async () => {
    await city.as('rider').done('stations.reportFault', shutDoor())
    await door.changeStation('bridge', { lastOpenedAt: city.time.now - 60_000 })
    expect(await city.as('rider2').later(600_000, 'stations.reportFault', shutDoor())).toMatchObject({
      status: 'accepted',
    })
    expect((await one()).isDoubtful).toBe(false)
    expect((await one()).faults).toHaveLength(2)
  })

  it('a mended one is not doubted any more', async () => {
    const [first, second] = [shutDoor(), shutDoor()]
    await city.as('rider').done('stations.reportFault', first)
    await city.as('rider2').done('stations.reportFault', second)
    await city.as('keeper').done('stations.answerFault', answer(first.faultId, false))
    expect((await one()).isDoubtful).toBe(true)
    await city.as('keeper').done('stations.answerFault', answer(second.faultId))
    expect((await one()).isDoubtful).toBe(false)
  })
})

describe('answering one', () => {
  it('notifies its reporter as often as there is news, until it is mended', async () => {
    const { faultId } = fault()
    await city.as('rider').done('stations.reportFault', fault({ faultId }))
    await city.as('keeper').done('stations.answerFault', { faultId, words: '明天换', isMended: false })
    expect((await one()).faults).toMatchObject([
      { answer: '明天换', answeredAt: city.time.now, isMended: false },
    ])
    city.time.now += 86_400_000
    await city.as('admin').done('stations.answerFault', answer(faultId))
    expect((await one()).faults).toMatchObject([
      { answer: '换了新的', answeredAt: city.time.now, isMended: true },
    ])
    expect((await city.as('rider').ask('notices.mine', {})).notices).toMatchObject([
      { kind: 'stations.faultAnswered', words: '桥头驿站，换了新的' },
      { kind: 'stations.faultAnswered', words: '桥头驿站，明天换' },
    ])
    expect(await city.as('keeper').refused('stations.answerFault', answer(faultId))).toMatchObject({
      code: 'stations.faultMended',
    })
  })

  it('what was mended is shown for a week', async () => {
    const { faultId } = fault()
    await city.as('rider').done('stations.reportFault', fault({ faultId }))
    await city.as('keeper').done('stations.answerFault', answer(faultId))
    city.time.now += 7 * 86_400_000 - 1
    expect((await one()).faults).toHaveLength(1)
    city.time.now += 1
    expect((await one()).faults).toEqual([])
  })

  it('is for the station\'s keepers and for organisers', async () => {
    const [here, there] = [fault(), fault({ stationId: STATIONS.lake.id })]
    for (const input of [here, there]) await city.as('rider').done('stations.reportFault', input)
    expect(await city.as('keeper').refused('stations.answerFault', answer(there.faultId))).toMatchObject({
      code: 'stations.notYours',
    })
    for (const by of ['rider', 'resident', 'staff', 'unit'] as const) {
      expect(await city.as(by).refused('stations.answerFault', answer(here.faultId))).toMatchObject({
        code: 'command.notForYourRole',
      })
    }
    expect(await city.as('keeper').refused('stations.answerFault', answer(randomUUID()))).toMatchObject({
      code: 'stations.faultUnknown',
    })
    expect((await one()).faults).toMatchObject([{ isMended: false, answer: null }])
  })

  it('of two keepers who mend it at once, one succeeds', async () => {
    const { faultId } = fault()
    await city.as('rider').done('stations.reportFault', fault({ faultId }))
    const replies = await Promise.all(
      (['keeper', 'admin', 'admin2'] as const).map(by =>
        city.as(by).sendOne('stations.answerFault', answer(faultId)),
      ),
    )
    expect(replies.map(({ status }) => status).sort()).toEqual(['accepted', 'refused', 'refused'])
    expect(await door.told('rider')).toEqual(['stations.faultAnswered'])
  })
})
