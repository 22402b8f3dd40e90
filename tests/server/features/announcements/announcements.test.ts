import type { PersonName, TestCity } from '../../../support/city.ts'
import { audit } from '#server/core/audit/tables.ts'
import { ANNOUNCEMENT_MS_MAX } from '#shared/announcements/rules.ts'
import { asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { apiOf, COMMUNITY, ELSEWHERE, STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { announce, HOUR, planOf } from './announced.ts'

let city: TestCity
freshCity(fresh => void (city = fresh))
const titles = async (name: PersonName) =>
  (await city.as(name).ask('announcements.now', {})).announcements.map(({ title }) => title)
const visitor = () => apiOf(
  async (path, init) => await city.fetchAs(undefined)(path, init),
  () => city.time.now,
)
const seenTitles = async () =>
  (await visitor().ask('announcements.now', {})).announcements.map(({ title }) => title)
const desk = async (name: PersonName = 'staff') =>
  (await city.as(name).ask('announcements.desk', {})).announcements

describe('publishing', () => {
  it('shows it to people around, alerts first; the same command again changes nothing', async () => {
    await announce(city)
    const alert = planOf(city, { kind: 'alert', title: '暴雨橙色预警', areaId: COMMUNITY })
    await city.as('staff').fiveTimes('announcements.publish', alert)
    expect(await titles('rider')).toEqual(['暴雨橙色预警', '今晚停水'])
    expect(await desk()).toHaveLength(2)
    expect(await desk('staffElsewhere')).toEqual([])
  })

  it('sent again after a lost answer, what began at once is the same one and no correction', async () => {
    const plan = planOf(city, { startsAt: city.time.now })
    await city.as('staff').done('announcements.publish', plan)
    city.time.now += 20_000
    const again = { ...plan, startsAt: city.time.now }
    const shown = async () => (await city.as('staff').ask('announcements.desk', {})).announcements[0]
    await city.as('staff').done('announcements.publish', again)
    expect(await shown()).toMatchObject({ version: 1, startsAt: plan.startsAt })
    expect(await city.database.read.$count(audit, eq(audit.ref, plan.announcementId))).toBe(1)
    await city.as('staff').done('announcements.publish', { ...again, title: '换了标题' })
    expect(await shown()).toMatchObject({ version: 2, title: '换了标题' })
  })

  it('reaches its area; a visitor sees those for a whole district, and every alert', async () => {
    await announce(city)
    const endsAt = city.time.now + 48 * HOUR
    await announce(city, { title: '全市的事', areaId: '4201', endsAt }, 'admin')
    await announce(city, { kind: 'alert', title: '那边积水', areaId: ELSEWHERE }, 'staffElsewhere')
    expect(await titles('rider')).toEqual(['今晚停水', '全市的事'])
    expect(await seenTitles()).toEqual(['那边积水', '全市的事'])
  })

  it('is only for staff of the area', async () => {
    const notYours = { code: 'announcements.notYours' }
    const notForYou = { code: 'command.notForYourRole' }
    for (const by of ['rider', 'unit', 'keeper'] as const)
      expect(await city.as(by).refused('announcements.publish', planOf(city))).toEqual(notForYou)
    expect(await city.as('staffElsewhere').refused('announcements.publish', planOf(city))).toEqual(notYours)
    const { plan } = await announce(city)
    expect(await city.as('staffElsewhere').refused('announcements.publish', plan)).toEqual(notYours)
    const ended = { announcementId: plan.announcementId, words: '误发' }
    expect(await city.as('staffElsewhere').refused('announcements.end', ended)).toEqual(notYours)
    // Nor may one be moved to where its writer does not work.
    const moved = { ...plan, areaId: ELSEWHERE }
    expect(await city.as('staff').refused('announcements.publish', moved)).toEqual(notYours)
  })

  it('refuses times and areas that can\'t be', async () => {
    const { now } = city.time
    for (const [startsAt, endsAt] of [
      [now, now],
      [now - 9 * HOUR, now - HOUR],
      [now, now + ANNOUNCEMENT_MS_MAX + 1],
      [now + ANNOUNCEMENT_MS_MAX + 1, now + ANNOUNCEMENT_MS_MAX + 2],
    ] as const) {
      expect(await city.as('staff').refused('announcements.publish', planOf(city, { startsAt, endsAt })))
        .toEqual({ code: 'announcements.timesWrong' })
    }
    const lost = planOf(city, { areaId: '420103999' })
    expect(await city.as('admin').refused('announcements.publish', lost))
      .toEqual({ code: 'announcements.areaWrong' })
    for (const stationTimes of [{ opens: 600, closes: 600 }, { opens: 0, closes: 1441 }]) {
      const [reply] = await city.as('staff').send({
        name: 'announcements.publish',
        input: planOf(city, { stationTimes }),
      })
      expect(reply).toMatchObject({ status: 'malformed' })
    }
  })
})

describe('until its end', () => {
  it('is shown before it begins, and no more once it has ended', async () => {
    const { startsAt, endsAt } = await announce(city, { startsAt: city.time.now + HOUR })
    const [coming] = (await city.as('rider').ask('announcements.now', {})).announcements
    expect(coming).toMatchObject({ startsAt, endsAt, version: 1 })
    city.time.now = endsAt
    expect(await titles('rider')).toEqual([])
  })

  it('is ended early with a reason, once', async () => {
    const { announcementId } = await announce(city)
    const end = { announcementId, words: '水来了' }
    await city.as('staff').fiveTimes('announcements.end', end)
    expect(await titles('rider')).toEqual([])
    expect(await city.as('admin').refused('announcements.end', end)).toEqual({ code: 'announcements.over' })
    expect(await desk()).toMatchObject([{ endsAt: city.time.now, endWords: '水来了' }])
    const unknown = { ...end, announcementId: crypto.randomUUID() }
    expect(await city.as('staff').refused('announcements.end', unknown))
      .toEqual({ code: 'announcements.unknown' })
  })
})

describe('correcting', () => {
  it('makes another version; the old one stays in the audit', async () => {
    const { plan, announcementId } = await announce(city)
    const [{ changedAt: seen } = { changedAt: 0 }] = await desk()
    city.time.now += HOUR
    await city.as('staff2').done('announcements.publish', { ...plan, title: '明晚停水', seen })
    const [shown] = (await city.as('rider').ask('announcements.now', {})).announcements
    expect(shown).toMatchObject({ title: '明晚停水', version: 2, startsAt: plan.startsAt })
    const lines = await city.database.read
      .select({ act: audit.act, actorId: audit.actorId, reason: audit.reason, areaId: audit.areaId })
      .from(audit)
      .where(eq(audit.ref, announcementId))
      .orderBy(asc(audit.at))
    expect(lines).toEqual([
      { act: 'announcements.publish', actorId: city.ids.staff, reason: '今晚停水', areaId: STREET },
      {
        act: 'announcements.publish',
        actorId: city.ids.staff2,
        reason: '第 1 版原文：今晚停水。十点以后，水塔街一带',
        areaId: STREET,
      },
    ])
  })

  it('keeps its beginning, and bounds its length like a new one', async () => {
    const { plan, startsAt } = await announce(city, { endsAt: city.time.now + 90 * 24 * HOUR })
    const correct = async (changes: Partial<typeof plan>) => {
      const [{ changedAt: seen } = { changedAt: 0 }] = await desk()
      return await city.as('staff').sendOne('announcements.publish', { ...plan, ...changes, seen })
    }
    city.time.now += HOUR
    for (const asked of [startsAt - HOUR, startsAt + 1, city.time.now + HOUR]) {
      expect(await correct({ startsAt: asked })).toMatchObject({ status: 'accepted' })
      expect(await desk()).toMatchObject([{ startsAt }])
    }
    const endsAt = startsAt + ANNOUNCEMENT_MS_MAX + 1
    expect(await correct({ startsAt: city.time.now, endsAt }))
      .toMatchObject({ refusal: { code: 'announcements.timesWrong' } })
  })

  it('is refused for an older version, and once it has ended', async () => {
    const { plan, announcementId } = await announce(city)
    const [{ changedAt: seen } = { changedAt: 0 }] = await desk()
    city.time.now += HOUR
    await city.as('staff').done('announcements.publish', { ...plan, title: '明晚停水', seen })
    expect(await city.as('staff2').refused('announcements.publish', { ...plan, title: '后天', seen }))
      .toMatchObject({ code: 'command.changedMeanwhile' })
    await city.as('staff').done('announcements.end', { announcementId, words: '好了' })
    const [{ changedAt } = { changedAt: 0 }] = await desk()
    expect(await city.as('staff').refused('announcements.publish', { ...plan, seen: changedAt }))
      .toEqual({ code: 'announcements.over' })
  })
})

it('nobody notes who has read it, and an account takes what it announced along', async () => {
  await announce(city)
  await titles('rider')
  expect(await city.as('staff').ask('identity.export', {}))
    .toMatchObject({ announcements: [{ title: '今晚停水', areaId: STREET }] })
})
