import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door, StationName } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { photos } from '#server/core/media/index.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

let city: TestCity
let door: Door
freshCity(async (given) => {
  city = given
  door = await doorOf(city)
})
const at = (
  name: StationName = 'bridge',
  changes: Omit<CommandInput<'stations.keep'>, 'stationId'> = {},
): CommandInput<'stations.keep'> => ({ stationId: STATIONS[name].id, ...changes })
const one = async (name: StationName = 'bridge') =>
  await city.as('rider').ask('stations.one', { stationId: STATIONS[name].id })
const WEEK = Array.from({ length: 7 }, () => [480, 1200] as const)

/** What everybody is told while something happens. */
async function toldOf(act: () => Promise<unknown>): Promise<Set<string>> {
  const names = new Set<string>()
  const stop = city.changes.subscribe(
    nudge => void (nudge.to === '*' && nudge.names.forEach(name => names.add(name))),
  )
  await act()
  await expect.poll(() => names.size).toBeGreaterThan(0)
  stop()
  return names
}

describe('what a keeper says about a station', () => {
  it('changes what is named and nothing else', async () => {
    const before = await one()
    await city.as('keeper').done('stations.keep', at('bridge', { notice: '热水在左手边' }))
    expect(await one()).toEqual({ ...before, notice: '热水在左手边' })
    await city
      .as('keeper')
      .done(
        'stations.keep',
        at('bridge', {
          hours: { week: WEEK, exceptions: [{ day: '2026-11-24', span: null, words: '检修' }] },
        }),
      )
    expect(await one()).toEqual({
      ...before,
      notice: '热水在左手边',
      week: WEEK,
      exceptions: [{ day: '2026-11-24', span: null, words: '检修' }],
    })
  })

  it('puts one picture in the place of another, which nothing holds any more', async () => {
    const [first, second] = [await door.photo('keeper'), await door.photo('keeper')]
    for (const photo of [first, second, second])
      await city.as('keeper').done('stations.keep', at('bridge', { photo }))
    expect((await one()).photo).toMatchObject({ hash: second })
    const uses = async (hash: string) =>
      (await city.database.read.select().from(photos).where(eq(photos.hash, hash)))[0]!.uses
    expect([await uses(first), await uses(second)]).toEqual([0, 1])
  })

  it('closes it for now and opens it again', async () => {
    await city.as('keeper').done('stations.keep', at('bridge', { shut: { words: '停电' } }))
    expect([(await one()).shut, (await city.as('rider').ask('stations.all', {})).stations[0]!.shut]).toEqual([
      '停电',
      '停电',
    ])
    await city.as('keeper').done('stations.keep', at('bridge', { shut: null }))
    expect([(await one()).shut, (await city.as('rider').ask('stations.all', {})).stations[0]!.shut]).toEqual([
      null,
      undefined,
    ])
  })

  it('counts shelves one by one, and says when', async () => {
    await city
      .as('keeper')
      .done('stations.keep', at('bridge', { supplies: { water: 'enough', tissues: 'low' } }))
    city.time.now += 60_000
    await city.as('keeper').done('stations.keep', at('bridge', { supplies: { tissues: 'out' } }))
    expect(await one()).toMatchObject({
      supplies: { water: 'enough', tissues: 'out' },
      suppliesAt: city.time.now,
    })
  })

  it('shelves counted by two at once all count', async () => {
    await Promise.all([
      city.as('keeper').done('stations.keep', at('bridge', { supplies: { water: 'low' } })),
      city.as('admin').done('stations.keep', at('bridge', { supplies: { medicine: 'out' } })),
      city.as('admin2').done('stations.keep', at('bridge', { supplies: { chargers: 'enough' } })),
    ])
    expect((await one()).supplies).toEqual({ water: 'low', medicine: 'out', chargers: 'enough' })
  })

  it('shows a photo from the keeper to everybody, and waits for one not yet sent', async () => {
    const photo = await door.photo('keeper')
    expect((await city.as('rider').fetch(photoPath(photo, 'thumb'))).status).toBe(404)
    await city.as('keeper').done('stations.keep', at('bridge', { photo }))
    expect((await one()).photo).toMatchObject({ hash: photo })
    expect((await city.as('rider').fetch(photoPath(photo, 'thumb'))).status).toBe(200)
    expect((await city.fetchAs(undefined)(photoPath(photo, 'thumb'))).status).toBe(200)
    const [missing, others] = ['0'.repeat(64), await door.photo('rider')]
    for (const hash of [missing, others]) {
      expect(await city.as('keeper').sendOne('stations.keep', at('bridge', { photo: hash }))).toMatchObject({
        status: 'retry',
        missingPhotos: [hash],
      })
    }
    expect((await one()).photo).toMatchObject({ hash: photo })
  })

  it('ends a doubt when the keeper has tried the door', async () => {
    const kiosk = await door.kiosk()
    const riders = ['rider', 'rider2'] as const
    for (const by of riders)
      await city.as(by).done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
    for (const by of riders) {
      await city.as(by).done('stations.reportFault', {
        faultId: randomUUID(),
        stationId: STATIONS.bridge.id,
        kind: 'door',
        words: '',
      })
    }
    expect((await one()).isDoubtful).toBe(true)
    await city.as('keeper').done('stations.keep', at('bridge', { isDoorFine: true }))
    expect((await one()).isDoubtful).toBe(false)
  })

  it('is decided once, however often it is sent', async () => {
    const command = { id: randomUUID(), name: 'stations.keep', input: at('bridge', { notice: '第一次' }) }
    const [first] = await city.as('keeper').send(command)
    await city.as('keeper').done('stations.keep', at('bridge', { notice: '后来' }))
    expect(await city.as('keeper').send(command)).toEqual([first])
    expect((await one()).notice).toBe('后来')
  })
})

describe('who may', () => {
  it('a keeper at stations of their own, organisers in their area, nobody else', async () => {
    expect(await city.as('keeper').refused('stations.keep', at('market', { notice: '不归我管' }))).toMatchObject({
      code: 'stations.notYours',
    })
    expect(
      await city.as('admin').refused('stations.keep', { stationId: randomUUID(), notice: '没有这里' }),
    ).toMatchObject({ code: 'stations.unknown' })
    await city.as('admin').done('stations.keep', at('lake', { notice: '市里说的' }))
    expect(await city.as('staffElsewhere').refused('stations.keep', at('bridge', { notice: '我来' })))
      .toEqual({ code: 'command.notYourArea' })
    for (const by of ['rider', 'resident', 'unit'] as const) {
      expect(await city.as(by).refused('stations.keep', at('bridge', { notice: '我来' }))).toMatchObject({
        code: 'command.notForYourRole',
      })
    }
    expect([(await one()).notice, (await one('market')).notice, (await one('lake')).notice]).toEqual([
      '',
      '',
      '市里说的',
    ])
  })

  it('hours that end before they begin, a week of six days, or an unknown level are malformed', async () => {
    const wrong = [
      { hours: { week: [...WEEK.slice(1), [1200, 480]], exceptions: [] } },
      { hours: { week: WEEK.slice(1), exceptions: [] } },
      { supplies: { water: 'plenty' } },
      { heads: -1 },
      { shut: { words: ' ' } },
    ]
    for (const changes of wrong) {
      expect(
        await city
          .as('keeper')
          .send({ name: 'stations.keep', input: { stationId: STATIONS.bridge.id, ...changes } }),
      ).toMatchObject([{ status: 'malformed' }])
    }
  })
})

describe('whom it is told', () => {
  it('everybody when a station closes or its hours change; not for notes, heads, photos', async () => {
    expect(
      await toldOf(() => city.as('keeper').done('stations.keep', at('bridge', { shut: { words: '停电' } }))),
    ).toContain('stations.all')
    expect(
      await toldOf(() =>
        city.as('keeper').done('stations.keep', at('bridge', { hours: { week: WEEK, exceptions: [] } })),
      ),
    ).toContain('stations.all')
    const small = await toldOf(() =>
      city
        .as('keeper')
        .done('stations.keep', at('bridge', { notice: '换了热水壶', heads: 3, supplies: { water: 'low' } })),
    )
    expect(small).toContain('stations.one')
    expect(small).not.toContain('stations.all')
  })

  it('its tablets too', async () => {
    const kiosk = await door.kiosk()
    await city.as('keeper').done('stations.keep', at('bridge', { shut: { words: '消毒' }, notice: '一小时后开' }))
    expect((await kiosk.ask('stations.kiosk', {})).station).toMatchObject({ shut: '消毒', notice: '一小时后开' })
  })
})
