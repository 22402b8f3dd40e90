import type { CommandInput } from '#shared/commands.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Counter } from './counter.ts'
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { counterOf, PRICE, STATIONS } from './counter.ts'

let city: TestCity
let counter: Counter
let itemId: string
freshCity(async (given) => {
  city = given
  counter = await counterOf(city)
  itemId = await counter.list({}, 5)
})

const at = (changes: Partial<{ itemId: string, stationId: string, count: number }> = {}) => ({
  moveId: randomUUID(),
  itemId,
  stationId: STATIONS.bridge.id as string,
  count: 2,
  words: '测试',
  ...changes,
})
const moved = (changes: Partial<CommandInput<'mall.move'>> = {}): CommandInput<'mall.move'> => ({
  moveId: randomUUID(),
  itemId,
  from: STATIONS.bridge.id,
  to: STATIONS.lake.id,
  count: 2,
  words: '',
  ...changes,
})
const onHand = async (...names: (keyof typeof STATIONS)[]) =>
  await Promise.all(names.map(async name => (await counter.shelf(itemId, name))?.onHand))

describe('pieces that came, and pieces that can\'t be given away', () => {
  const names = ['mall.arrive', 'mall.damage'] as const
  it.each(names)('%s: by the station\'s keeper and by organisers, once for its id', async (name) => {
    const sign = name === 'mall.arrive' ? 1 : -1
    const input = at()
    expect(await city.as('keeper').fiveTimes(name, input)).toMatchObject({ status: 'accepted' })
    expect(await onHand('bridge')).toEqual([5 + sign * 2])
    expect(await city.as('admin').refused(name, input)).toMatchObject({ code: 'mall.idTaken' })
    await city.as('admin').done(name, at({ count: 1 }))
    expect(await onHand('bridge')).toEqual([5 + sign * 3])
  })

  it.each(names)('%s: by nobody else, nowhere else, of nothing else', async (name) => {
    for (const by of ['rider', 'resident', 'staff', 'unit'] as const)
      expect(await city.as(by).refused(name, at())).toMatchObject({ code: 'command.notForYourRole' })
    expect(await city.as('keeper').refused(name, at({ stationId: STATIONS.lake.id }))).toMatchObject({
      code: 'mall.notYourStation',
    })
    expect(await city.as('admin').refused(name, at({ stationId: randomUUID() }))).toMatchObject({
      code: 'stations.unknown',
    })
    expect(await city.as('keeper').refused(name, at({ itemId: randomUUID() }))).toMatchObject({
      code: 'mall.itemUnknown',
    })
    expect(await onHand('bridge')).toEqual([5])
  })

  it('what somebody waits for can\'t be written off', async () => {
    await counter.earn('rider', 2)
    await counter.redeem('rider', itemId, { count: 3 })
    expect(await city.as('keeper').refused('mall.damage', at({ count: 3 }))).toMatchObject({
      code: 'mall.notThatMany',
      onHand: 2,
    })
    await city.as('keeper').done('mall.damage', at({ count: 2 }))
    expect(await counter.shelf(itemId)).toEqual({ onHand: 3, reserved: 3 })
  })
})

describe('a stock take', () => {
  const counted = (pieces: number, changes: Partial<CommandInput<'mall.stockTake'>> = {}) => ({
    moveId: randomUUID(),
    itemId,
    stationId: STATIONS.bridge.id as string,
    counted: pieces,
    words: '盘点',
    ...changes,
  })

  it('records the number counted and the difference from the books, once', async () => {
    const input = counted(4)
    expect(await city.as('keeper').fiveTimes('mall.stockTake', input)).toMatchObject({ status: 'accepted' })
    expect(await onHand('bridge')).toEqual([4])
    expect(await city.as('keeper').refused('mall.stockTake', input)).toMatchObject({ code: 'mall.idTaken' })
    await city.as('admin').done('mall.stockTake', counted(4))
    const history = await city.as('keeper').ask('mall.stockHistory', { stationId: STATIONS.bridge.id })
    expect(history.map(({ cause, count }) => [cause, count])).toEqual([
      ['counted', 0],
      ['counted', -1],
      ['arrived', 5],
    ])
  })

  it('can\'t find fewer than open orders have reserved', async () => {
    await counter.earn('rider', 2)
    await counter.redeem('rider', itemId, { count: 3 })
    expect(await city.as('keeper').refused('mall.stockTake', counted(2))).toMatchObject({
      code: 'mall.notThatMany',
      onHand: 3,
    })
    await city.as('keeper').done('mall.stockTake', counted(3))
  })

  it('is for the station\'s keeper and organisers', async () => {
    for (const by of ['rider', 'staff', 'unit'] as const) {
      expect(await city.as(by).refused('mall.stockTake', counted(1))).toMatchObject({
        code: 'command.notForYourRole',
      })
    }
    expect(
      await city.as('keeper').refused('mall.stockTake', counted(1, { stationId: STATIONS.lake.id })),
    ).toMatchObject({ code: 'mall.notYourStation' })
  })
})

describe('carrying pieces to another station', () => {
  it('takes them from one shelf and puts them on the other, once', async () => {
    const input = moved()
    expect(await city.as('admin').fiveTimes('mall.move', input)).toMatchObject({ status: 'accepted' })
    expect(await onHand('bridge', 'lake')).toEqual([3, 2])
    expect(await city.as('admin').refused('mall.move', input)).toMatchObject({ code: 'mall.idTaken' })
  })

  it('is refused without enough free pieces, to an unknown station, or by others', async () => {
    expect(await city.as('admin').refused('mall.move', moved({ count: 6 }))).toMatchObject({
      code: 'mall.notThatMany',
      onHand: 5,
    })
    expect(await city.as('admin').refused('mall.move', moved({ to: randomUUID() }))).toMatchObject({
      code: 'stations.unknown',
    })
    expect(await city.as('admin').refused('mall.move', moved({ to: STATIONS.bridge.id }))).toMatchObject({
      code: 'stations.unknown',
    })
    for (const by of ['rider', 'keeper', 'staff'] as const) {
      expect(await city.as(by).refused('mall.move', moved())).toMatchObject({
        code: 'command.notForYourRole',
      })
    }
  })

  it('to and fro at once, no piece is lost', async () => {
    await city.as('admin').done('mall.arrive', at({ stationId: STATIONS.lake.id, count: 5 }))
    const { bridge, lake } = STATIONS
    const replies = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        city
          .as('admin')
          .sendOne(
            'mall.move',
            i % 2 ? moved({ count: 1 }) : moved({ from: lake.id, to: bridge.id, count: 1 }),
          )),
    )
    expect(replies.every(({ status }) => status === 'accepted')).toBe(true)
    expect(await onHand('bridge', 'lake')).toEqual([5, 5])
  })
})

describe('listing', () => {
  it('again with the same id changes the item; what stands on the shelves stays', async () => {
    const input = counter.item({
      itemId,
      name: '大毛巾',
      price: 40,
      stations: [STATIONS.market.id],
      donor: { name: '关爱服务联盟', words: '送清凉' },
    })
    expect(await city.as('admin').fiveTimes('mall.list', input)).toMatchObject({ status: 'accepted' })
    const { items } = await city.as('rider').ask('mall.items', {})
    expect(items).toMatchObject([
      {
        name: '大毛巾',
        price: 40,
        donor: '关爱服务联盟',
        stock: [{ stationId: STATIONS.market.id, free: 0 }],
      },
    ])
    expect(await onHand('bridge')).toEqual([5])
  })

  it('needs an organiser, known stations and sent photos, and never changes the kind', async () => {
    for (const by of ['rider', 'keeper', 'staff', 'unit'] as const) {
      expect(await city.as(by).refused('mall.list', counter.item())).toMatchObject({
        code: 'command.notForYourRole',
      })
    }
    expect(
      await city.as('admin').refused('mall.list', counter.item({ stations: [randomUUID()] })),
    ).toMatchObject({ code: 'stations.unknown' })
    expect(await city.as('admin').refused('mall.list', counter.item({ itemId, kind: 'meal' }))).toMatchObject(
      {
        code: 'mall.idTaken',
      },
    )
    const photo = await counter.photo('rider')
    expect(await city.as('admin').sendOne('mall.list', counter.item({ photo }))).toMatchObject({
      status: 'retry',
      missingPhotos: [photo],
    })
  })

  it('a photo of goods is for everybody, once it is listed', async () => {
    const photo = await counter.photo('admin')
    const seen = async (by: PersonName) => (await city.as(by).fetch(`/api/photos/${photo}/thumb`)).status
    const visitorSees = async () => (await city.fetchAs(undefined)(`/api/photos/${photo}/thumb`)).status
    expect([await seen('rider'), await visitorSees()]).toEqual([404, 404])
    await city.as('admin').done('mall.list', counter.item({ photo }))
    expect([await seen('rider'), await seen('keeper'), await visitorSees()]).toEqual([200, 200, 200])
    expect(
      (await city.as('rider').ask('mall.items', {})).items.find(item => item.photo)?.photo,
    ).toMatchObject({ hash: photo })
  })
})

describe('a meal for a kindness', () => {
  const day = '2026-11-24'
  const given = (
    mealId: string,
    changes: Partial<CommandInput<'mall.giveMeal'>> = {},
  ): CommandInput<'mall.giveMeal'> => ({
    orderId: randomUUID(),
    phone: city.phoneOf('rider'),
    itemId: mealId,
    stationId: STATIONS.bridge.id,
    day,
    words: '为王奶奶送药',
    ...changes,
  })
  const meal = () => counter.list({ kind: 'meal', category: 'meal', name: '幸福食堂午餐' })

  it('costs nothing, is shown to its owner with the reason, and is used like any other', async () => {
    const input = given(await meal())
    expect(await city.as('staff').fiveTimes('mall.giveMeal', input)).toMatchObject({
      status: 'accepted',
      result: { number: 1 },
    })
    const [order] = await counter.orders('rider')
    expect(order).toMatchObject({ id: input.orderId, points: 0, day, words: '为王奶奶送药' })
    expect(await counter.told('rider')).toEqual(['mall.given'])
    expect(await city.as('staff').refused('mall.giveMeal', input)).toMatchObject({ code: 'mall.idTaken' })
    city.time.now += 86_400_000
    await city.as('keeper').done('mall.handOver', { code: order!.digits!, stationId: STATIONS.bridge.id })
    expect(await counter.points('rider')).toBe(0)
  })

  it('is given by staff of the station\'s area, to somebody else who is here, and is a meal', async () => {
    const mealId = await meal()
    const no = async (by: PersonName, input: CommandInput<'mall.giveMeal'>, refusal: Refusal) =>
      expect(await city.as(by).refused('mall.giveMeal', input)).toMatchObject(refusal)
    for (const by of ['rider', 'keeper', 'unit'] as const)
      await no(by, given(mealId), { code: 'command.notForYourRole' })
    await no('staffElsewhere', given(mealId), { code: 'command.notYourArea' })
    await no('staff', given(mealId, { phone: '13800009999' }), { code: 'points.accountUnknown' })
    await no('staff', given(mealId, { phone: city.phoneOf('staff') }), { code: 'mall.ownOrder' })
    const { day: _day, ...goods } = given(itemId)
    await no('staff', { ...goods, day }, { code: 'mall.dayWrong' })
    await no('staff', given(mealId, { day: '2026-12-24' }), { code: 'mall.dayWrong' })
    const none = await counter.list({ kind: 'meal', category: 'meal' }, 0)
    await no('staff', given(none), { code: 'mall.soldOut', free: 0 })
  })
})

describe('what each may see', () => {
  it('a keeper\'s desk shows the stations kept, with orders, shelves and the keys', async () => {
    await counter.earn('rider', 2)
    const { id, number, digits } = await counter.redeem('rider', itemId)
    const desk = await city.as('keeper').ask('mall.desk', {})
    expect(desk.stations.map(({ station }) => station.name)).toEqual(['桥头驿站', '集市驿站'])
    expect(desk.stations[0]).toMatchObject({
      orders: [{ id, number, state: 'open', itemName: '毛巾', count: 1 }],
      shelf: [{ itemId, onHand: 5, reserved: 1 }],
    })
    expect(desk.keys).toHaveLength(2)
    expect(JSON.stringify(desk)).not.toContain(digits) // Nor who it is for.
    expect(JSON.stringify(desk)).not.toContain(city.ids.rider)
    await city.as('keeper').done('mall.handOver', { code: digits!, stationId: STATIONS.bridge.id })
    expect((await city.as('keeper').ask('mall.desk', {})).stations[0]!.orders).toMatchObject([
      { id, state: 'handedOver' },
    ])
    for (const by of ['rider', 'staff', 'admin'] as const)
      await expect(city.as(by).ask('mall.desk', {})).rejects.toThrow('403')
  })

  it('the book is the organisers\'; staff see their own area\'s stations', async () => {
    await city.as('admin').done('mall.arrive', at({ stationId: STATIONS.lake.id, count: 1 }))
    const names = async (by: PersonName) =>
      (await city.as(by).ask('mall.book', {})).stations.map(({ name }) => name)
    expect(await names('admin')).toHaveLength(3)
    expect(await names('staffElsewhere')).toEqual(['湖边驿站'])
    expect((await city.as('staffElsewhere').ask('mall.book', {})).items[0]!.stock).toEqual([
      { stationId: STATIONS.lake.id, onHand: 1, reserved: 0, handedOver: 0 },
    ])
    for (const by of ['rider', 'keeper', 'unit'] as const)
      await expect(city.as(by).ask('mall.book', {})).rejects.toThrow('403')
  })

  it('a shelf\'s history is for its keeper and organisers', async () => {
    const ask = async (by: PersonName, stationId: string) =>
      await city.as(by).ask('mall.stockHistory', { stationId, itemId })
    expect(await ask('admin', STATIONS.bridge.id)).toMatchObject([
      { cause: 'arrived', count: 5, itemName: '毛巾' },
    ])
    await expect(ask('keeper', STATIONS.lake.id)).rejects.toThrow('404')
    for (const by of ['rider', 'staff'] as const)
      await expect(ask(by, STATIONS.bridge.id)).rejects.toThrow('403')
  })

  it('donated goods say what was given and where it went', async () => {
    await counter.earn('rider')
    const donated = await counter.list({ donor: { name: '关爱服务联盟', words: '捐赠' } }, 8)
    const { code } = await counter.redeem('rider', donated)
    await city.as('keeper').done('mall.handOver', { code: code!, stationId: STATIONS.bridge.id })
    expect((await city.as('rider2').ask('mall.item', { itemId: donated })).given).toEqual({
      name: '关爱服务联盟',
      words: '捐赠',
      arrived: 8,
      handedOver: [{ station: '桥头驿站', count: 1 }],
    })
  })

  it('what isn\'t offered any more is shown to whoever had it, and to organisers', async () => {
    await counter.earn('rider')
    await counter.redeem('rider', itemId)
    await city.as('admin').done('mall.list', counter.item({ itemId, isListed: false }))
    expect((await city.as('rider').ask('mall.item', { itemId })).price).toBe(PRICE)
    await city.as('admin').ask('mall.item', { itemId })
    await expect(city.as('rider2').ask('mall.item', { itemId })).rejects.toThrow('404')
    expect((await city.as('rider').ask('mall.items', {})).items).toEqual([])
  })

  it('an unchanged mall is answered 304, and a redemption changes it for all', async () => {
    const path = '/api/queries/mall.items?input=%7B%7D'
    const etag = (await city.as('rider2').fetch(path)).headers.get('etag')!
    const again = async () =>
      (await city.as('rider2').fetch(path, { headers: { 'if-none-match': etag } })).status
    expect(await again()).toBe(304)
    await counter.earn('rider')
    await counter.redeem('rider', itemId)
    expect(await again()).toBe(200)
  })
})
