import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts, disableAccount, units } from '#server/core/identity/index.ts'
import { addPost, posts } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { saidOf } from '#server/programs/people/mistake.ts'
import { runWord } from '#server/programs/people/run-command.ts'
import { readArgs } from '#server/programs/people/words.ts'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, STREET, UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { STATIONS } from '../../../support/journeys/people.ts'
import { keeperOf } from '../../../support/posts.ts'
import { people } from '../../../support/program.ts'
import { streetOf } from '../../features/reports/street.ts'

/**
 * The server may believe what it knows of a session for so long, and nobody gets two codes within a minute.
 */
const SOON_MS = 61_000
const PHONE = '13800000951'
const WHOLE_NUMBER = /1[3-9]\d{9}/

let city: TestCity
let street: ReturnType<typeof streetOf>
freshCity(async (opened) => {
  city = opened
  street = streetOf(opened)
  city.time.now = Date.now() // The program has the machine's clock.
  await city.database.transact(tx => tx.insert(stations).values(Object.values(STATIONS)))
})

/** Types the command beside the open city. Whatever comes of it, no whole number is shown. */
async function type(...words: string[]) {
  const told = await people({ dataDir: city.dataDir, databaseUrl: city.settings.databaseUrl }, ...words)
  city.time.now += SOON_MS
  expect(told.out + told.err).not.toMatch(WHOLE_NUMBER)
  return told
}
const typed = async (...words: string[]) =>
  expect(await type(...words)).toMatchObject({ code: 0, err: '' })
/** The same without the process around it, which costs a second. */
const tried = async (words: string[]) => await runWord(city.database, readArgs(words), city.time.now)
async function done(...words: string[]) {
  const said = await tried(words)
  city.time.now += SOON_MS
  expect(said).not.toMatch(WHOLE_NUMBER)
  return said
}
const phoneOf = async (phone: string) => city.holding(await city.signIn(phone))
const statusOf = async (phone: Awaited<ReturnType<typeof phoneOf>>, query = 'identity.me') =>
  (await phone.fetch(`/api/queries/${query}?input=%7B%7D`)).status
/** What somebody is called who signs in now. */
const roleOf = async (name: 'admin') =>
  (await (await phoneOf(city.phoneOf(name))).ask('identity.me', {})).role
const accountOf = async (phone: string) =>
  (await city.database.read.select().from(accounts).where(eq(accounts.phone, phone)))[0]
const everything = async () => {
  const { read } = city.database
  return JSON.stringify([
    await read.select().from(accounts).orderBy(accounts.id),
    await read.select().from(units).orderBy(units.id),
    await read.select().from(posts).orderBy(posts.id),
    await city.database.run('select token_hash, role from sessions order by token_hash'),
  ])
}

it('an admin who was typed beside the running city may do at once what only admins may', async () => {
  await typed('appoint', PHONE, 'admin', '--name', '市级小周')
  const admin = await phoneOf(PHONE)
  expect(await admin.ask('identity.me', {})).toMatchObject({
    role: 'admin',
    name: '市级小周',
    areaId: '4201',
    areaName: '武汉市',
  })
  expect((await admin.ask('stations.book', {})).totals.stations).toBe(2)
  expect(
    await admin.send({
      name: 'stations.inviteKiosk',
      input: { inviteId: randomUUID(), stationId: STATIONS.near.id, label: '门口' },
    }),
  ).toMatchObject([{ status: 'accepted' }])
})

it(
  'staff decide about their area, which may be given by code or name',
  async () => {
    const reportId = await street.file('rider')
    await done('appoint', PHONE, 'staff', '--name', '社区小赵', '--area', '江汉区 · 民意街街道')
    const staff = await phoneOf(PHONE)
    expect(await staff.ask('identity.me', {})).toMatchObject({ areaId: STREET })
    expect((await staff.ask('desk.reports', { view: 'todo' })).reports.map(({ id }) => id)).toEqual([
      reportId,
    ])
    expect(await staff.send({ name: 'reports.move', input: { reportId, to: 'accepted' } })).toMatchObject([
      { status: 'accepted' },
    ])

    await done('appoint', PHONE, 'staff', '--area', '420105')
    expect(await accountOf(PHONE)).toMatchObject({ name: '社区小赵' })
    expect(await statusOf(staff)).toBe(401)
    expect((await (await phoneOf(PHONE)).ask('desk.reports', { view: 'todo' })).reports).toEqual([])
  },
)

it(
  'a unit is founded, reports are sent to it, and its people do them',
  async () => {
    expect(await done('add-unit', '园林绿化队', '--area', '江汉区')).toContain(
      '园林绿化队 is there, for 江汉区',
    )
    expect(await done('units')).toMatch(/^\S{36}\t园林绿化队\t江汉区$/m)
    await done('appoint', PHONE, 'unit', '--name', '园林小丁', '--unit', '园林绿化队')
    const reportId = await street.bring(await street.file('rider'), 'accepted')
    const unit = (await city.as('staff').ask('desk.units', { reportId })).find(
      ({ name }) => name === '园林绿化队',
    )!
    await city.as('staff').done('reports.move', { reportId, to: 'assigned', unitId: unit.id })
    const member = await phoneOf(PHONE)
    expect(await member.ask('identity.me', {})).toMatchObject({ role: 'unit', unitName: '园林绿化队' })
    expect(await member.send({ name: 'reports.move', input: { reportId, to: 'working' } })).toMatchObject([
      { status: 'accepted' },
    ])
  },
)

it(
  'a keeper keeps the stations of the last appointment and no other',
  async () => {
    await done('appoint', PHONE, 'keeper', '--name', '站长老何', '--station', '1', '--station', '2')
    const keeper = await phoneOf(PHONE)
    expect((await keeper.ask('stations.desk', {})).stations.map(({ station }) => station.id).sort()).toEqual([
      STATIONS.near.id,
      STATIONS.far.id,
    ])
    expect(
      await keeper.send({
        name: 'stations.keep',
        input: { stationId: STATIONS.far.id, notice: '今天有姜茶' },
      }),
    ).toMatchObject([{ status: 'accepted' }])

    await done('appoint', PHONE, 'keeper', '--station', '1')
    const again = await phoneOf(PHONE)
    expect((await again.ask('stations.desk', {})).stations.map(({ station }) => station.id)).toEqual([
      STATIONS.near.id,
    ])
    expect(
      await again.send({ name: 'stations.keep', input: { stationId: STATIONS.far.id, notice: '又来了' } }),
    ).toMatchObject([{ status: 'refused' }])

    await done('appoint', PHONE, 'staff', '--area', STREET)
    const both = await phoneOf(PHONE)
    expect((await both.ask('identity.me', {})).posts).toMatchObject([
      { kind: 'keeper', scope: STATIONS.near.id, scopeName: STATIONS.near.name, until: null },
      { kind: 'staff', scope: STREET, scopeName: '江汉区 · 民意街街道', until: null },
    ])
    await done('dismiss', PHONE, '--only', 'keeper')
    expect(await statusOf(await phoneOf(PHONE), 'stations.desk')).toBe(403)
    expect(await statusOf(await phoneOf(PHONE), 'desk.reports')).toBe(400)
  },
)

it('another role ends every session, and a new one knows no old answers', async () => {
  const rider = city.as('rider')
  const known = (await rider.fetch('/api/queries/identity.me?input=%7B%7D')).headers.get('etag')!
  await typed('appoint', city.phoneOf('rider'), 'keeper', '--name', '改了名', '--station', '1')
  expect((await rider.fetch('/api/queries/identity.me?input=%7B%7D')).status).toBe(401)

  const keeper = await phoneOf(city.phoneOf('rider'))
  const me = await keeper.fetch('/api/queries/identity.me?input=%7B%7D', {
    headers: { 'if-none-match': known },
  })
  // Where a rider registered stays.
  expect(await me.json()).toMatchObject({ role: 'keeper', name: '改了名', areaId: COMMUNITY })
  expect(await accountOf(city.phoneOf('rider'))).toMatchObject({ id: city.ids.rider })

  const tag = (await keeper.fetch('/api/queries/identity.me?input=%7B%7D')).headers.get('etag')!
  await typed('appoint', city.phoneOf('rider'), 'keeper', '--name', '又改了', '--station', '1')
  const renamed = await (
    await phoneOf(city.phoneOf('rider'))
  ).fetch('/api/queries/identity.me?input=%7B%7D', { headers: { 'if-none-match': tag } })
  expect([renamed.status, ((await renamed.json()) as { name: string }).name]).toEqual([200, '又改了'])
})

it('who is dismissed is an ordinary person at once, and registers anew after work for an area', async () => {
  await done('appoint', PHONE, 'keeper', '--name', '站长老何', '--station', '1')
  const keeper = await phoneOf(PHONE)
  await done('dismiss', PHONE)
  expect(await statusOf(keeper)).toBe(401)
  expect(await statusOf(await phoneOf(PHONE), 'stations.desk')).toBe(403)

  await done('dismiss', city.phoneOf('unit'))
  const former = await phoneOf(city.phoneOf('unit'))
  expect(await former.ask('identity.me', {})).toMatchObject({
    role: 'resident',
    areaId: null,
    unitName: null,
    registeredAt: null,
  })
  expect(await statusOf(former, 'desk.reports')).toBe(403)
})

it(
  'the last admin stays, unless that is meant',
  async () => {
    await done('dismiss', city.phoneOf('admin2'))
    for (const words of [
      ['dismiss', city.phoneOf('admin')],
      ['dismiss', city.phoneOf('admin'), '--only', 'admin'],
    ]) {
      await expect(done(...words)).rejects.toThrow('the last admin')
    }
    expect(await roleOf('admin')).toBe('admin')
    await done('appoint', city.phoneOf('admin'), 'staff', '--area', STREET)
    await done('appoint', city.phoneOf('admin'), 'admin', '--name', '只换名字')
    await done('dismiss', city.phoneOf('admin'), '--force')
    expect(await roleOf('admin')).toBe('resident')
  },
)

it(
  'of two admins who dismiss each other at the same moment one is left',
  async () => {
    const told = await Promise.all([
      type('dismiss', city.phoneOf('admin')),
      type('dismiss', city.phoneOf('admin2')),
    ])
    expect(told.map(({ code }) => code).sort()).toEqual([0, 1])
  },
)

it('lists who has a role: what, who, where, which number in part, and who may not sign in', async () => {
  await city.database.transact(async (tx) => {
    await addPost(tx, { ...keeperOf(city), scope: STATIONS.near.id })
    await disableAccount(tx, city.ids.unit2, city.time.now)
  })
  const lines = (await done('list')).split('\n')
  expect(lines.map(line => line.split('\t')[0])).toEqual([
    'admin',
    'admin',
    'staff',
    'staff',
    'staff',
    'unit',
    'unit',
    'keeper',
  ])
  const hint = (name: 'admin' | 'staff' | 'unit' | 'unit2' | 'keeper') =>
    `138****${city.phoneOf(name).slice(-4)}`
  expect(lines).toEqual(
    expect.arrayContaining([
      `admin\t测试admin\t武汉市\t${hint('admin')}`,
      `staff\t测试staff\t江汉区 · 民意街街道\t${hint('staff')}`,
      `unit\t测试unit\t市政维修队\t${hint('unit')}`,
      `unit\t测试unit2\t供电公司\t${hint('unit2')}\tdisabled`,
      `keeper\t测试keeper\t1 花楼驿站\t${hint('keeper')}`,
    ]),
  )
})

it(
  'every mistake is told in a sentence and changes nothing',
  async () => {
    await city.database.transact(async (tx) => {
      await disableAccount(tx, city.ids.rider3, city.time.now)
      await tx.insert(units).values({ id: randomUUID(), name: '供电公司', areaId: STREET })
    })
    await city.as('rider').ask('identity.me', {})
    const mistakes: [string, ...string[]][] = [
      ['Say what to do'],
      ['Say what to do', 'promote', PHONE],
      ['Unknown option \'--colour\'', 'list', '--colour', 'red'],
      ['"list" takes no --force', 'list', '--force'],
      ['"list" takes no more words', 'list', 'staff'],
      ['"appoint" takes 2 more', 'appoint', PHONE],
      ['no mainland mobile number', 'appoint', `+1 ${PHONE}`, 'admin', '--name', '甲'],
      ['no mainland mobile number', 'appoint', '12800000951', 'admin', '--name', '甲'],
      ['no mainland mobile number', 'dismiss', `${PHONE}0`],
      ['no role "mayor"', 'appoint', PHONE, 'mayor', '--name', '甲'],
      ['no role "courier"', 'appoint', PHONE, 'courier', '--name', '甲'],
      ['no role "toString"', 'appoint', PHONE, 'toString', '--name', '甲'],
      ['staff needs --area', 'appoint', PHONE, 'staff', '--name', '甲'],
      ['unit needs --unit', 'appoint', PHONE, 'unit', '--name', '甲'],
      ['keeper needs --station', 'appoint', PHONE, 'keeper', '--name', '甲'],
      [
        'staff has no --unit',
        'appoint',
        PHONE,
        'staff',
        '--name',
        '甲',
        '--area',
        STREET,
        '--unit',
        UNITS.roads,
      ],
      [
        'keeper has no --area',
        'appoint',
        PHONE,
        'keeper',
        '--name',
        '甲',
        '--area',
        STREET,
        '--station',
        '1',
      ],
      ['no area "420199"', 'appoint', PHONE, 'staff', '--name', '甲', '--area', '420199'],
      ['areas are called', 'appoint', PHONE, 'staff', '--name', '甲', '--area', '东湖村委会'],
      ['the whole city', 'appoint', PHONE, 'admin', '--name', '甲', '--area', STREET],
      ['no unit "消防队"', 'appoint', PHONE, 'unit', '--name', '甲', '--unit', '消防队'],
      ['2 units are called "供电公司"', 'appoint', PHONE, 'unit', '--name', '甲', '--unit', '供电公司'],
      ['number "3"', 'appoint', PHONE, 'keeper', '--name', '甲', '--station', '1', '--station', '3'],
      ['number "1x"', 'appoint', PHONE, 'keeper', '--name', '甲', '--station', '1x'],
      ['--name is missing', 'appoint', PHONE, 'admin'],
      ['1 to 20 characters', 'appoint', PHONE, 'admin', '--name', ' '],
      ['is disabled', 'appoint', city.phoneOf('rider3'), 'admin'],
      ['has no role', 'dismiss', PHONE],
      ['no role "mayor"', 'dismiss', PHONE, '--only', 'mayor'],
      ['has no role', 'dismiss', city.phoneOf('staff'), '--only', 'keeper'],
      ['has no role', 'dismiss', city.phoneOf('rider')],
      ['needs --area', 'add-unit', '消防队'],
      ['no area', 'add-unit', '消防队', '--area', '火星'],
      ['in that area already', 'add-unit', '市政维修队', '--area', '4201'],
    ]
    const before = await everything()
    for (const [sentence, ...words] of mistakes) {
      const said = await tried(words).catch(saidOf)
      expect(said, words.join(' ')).toContain(sentence)
      expect(said).not.toMatch(WHOLE_NUMBER)
      expect(await everything(), words.join(' ')).toBe(before)
    }
    // The program says it so, whether it was mistyped or can't be carried out.
    for (const words of [
      ['appoint', `+1 ${PHONE}`, 'admin', '--name', '甲'],
      ['appoint', PHONE, 'unit', '--name', '甲', '--unit', '消防队'],
    ]) {
      expect(await type(...words)).toEqual({
        code: 1,
        out: '',
        err: expect.stringMatching(/^Nothing was changed\. .+/),
      })
    }
    expect(await everything()).toBe(before)
  },
)

it('a database that fails tells no number either', async () => {
  await city.database.run('alter table accounts rename column name to once_name')
  expect(await type('appoint', PHONE, 'admin', '--name', '甲')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^Nothing was changed\. .*name/),
  })
  await city.database.run('alter table accounts rename column once_name to name')
  expect(await accountOf(PHONE)).toBeUndefined()
})
