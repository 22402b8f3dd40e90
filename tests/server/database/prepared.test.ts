import type { Slots } from '#server/database/prepared.ts'
import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { prepared, rowsChanged } from '#server/database/prepared.ts'
import { reports } from '#server/features/reports/tables.ts'
import { receipts } from '#server/sync/tables.ts'
import { count, eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { streetOf } from '../features/reports/street.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(() => city.close())

const insertReceipt = prepared((tx, slots: Slots<typeof receipts.$inferInsert>) =>
  tx.insert(receipts).values(slots).prepare('test_insert_receipt'),
)
const findReceipt = prepared((tx, { commandId }: Slots<{ commandId: string }>) =>
  tx.select().from(receipts).where(eq(receipts.commandId, commandId)).prepare('test_find_receipt'),
)
const countNamed = prepared((tx, { name }: Slots<{ name: string }>) =>
  tx.select({ total: count() }).from(receipts).where(eq(receipts.name, name)).prepare('test_count_named'),
)
const markReport = prepared(
  (tx, { id, awaitsStaff, unitId }: Slots<{ id: string, awaitsStaff: boolean, unitId: string | null }>) =>
    tx
      .update(reports)
      .set({ awaitsStaff, unitId } as never)
      .where(eq(reports.id, id))
      .returning({
        awaitsStaff: reports.awaitsStaff,
        reusedPhoto: reports.reusedPhoto,
        unitId: reports.unitId,
        at: reports.filedAt,
      })
      .prepare('test_mark_report'),
)

it('a prepared statement reads and writes like a plain one: flags, nulls, lists and counts', async () => {
  const reportId = await streetOf(city).file('rider')
  const receipt = {
    commandId: randomUUID(),
    accountId: city.ids.rider,
    name: 'test.prepared',
    fingerprint: '指纹',
    decision: { status: 'accepted', result: [1, null, '二'] },
    madeAt: 1,
    sentAt: 2,
    decidedAt: 3,
  }
  await city.database.transact(async (tx) => {
    await insertReceipt(tx, receipt)
    expect(await findReceipt(tx, { commandId: receipt.commandId })).toEqual([receipt])
    expect(await tx.select().from(receipts).where(eq(receipts.commandId, receipt.commandId))).toEqual([
      receipt,
    ])
    expect(await countNamed(tx, { name: 'test.prepared' })).toEqual([{ total: 1 }])
    for (const awaitsStaff of [false, true]) {
      expect(await markReport(tx, { id: reportId, awaitsStaff, unitId: null })).toEqual([
        { awaitsStaff, reusedPhoto: null, unitId: null, at: city.time.now },
      ])
    }
    expect(await findReceipt(tx, { commandId: randomUUID() })).toEqual([])
  })
})

it('a list takes as many places as it is long; a statement returning nothing counts rows', async () => {
  const renameAll = prepared((tx, { name, ids }: Slots<{ name: string, ids: string[] }>) =>
    tx
      .update(receipts)
      .set({ name: name as never })
      .where(inArray(receipts.commandId, ids))
      .prepare('test_rename_all'),
  )
  const ids = Array.from({ length: 4 }, () => randomUUID())
  await city.database.transact(async (tx) => {
    for (const commandId of ids) {
      await insertReceipt(tx, {
        commandId,
        accountId: city.ids.rider,
        name: 'test.before',
        fingerprint: '',
        decision: {},
        madeAt: 1,
        sentAt: 2,
        decidedAt: 3,
      })
    }
    expect(rowsChanged(await renameAll(tx, { name: 'test.three', ids: ids.slice(0, 3) }))).toBe(3)
    expect(rowsChanged(await renameAll(tx, { name: 'test.one', ids: [ids[0]!] }))).toBe(1)
    expect(
      rowsChanged(await renameAll(tx, { name: 'test.three', ids: [ids[3]!, randomUUID(), ids[0]!] })),
    ).toBe(2)
    expect(rowsChanged(await renameAll(tx, { name: 'test.none', ids: [randomUUID()] }))).toBe(0)
  })
  expect(await city.database.read.$count(receipts, eq(receipts.name, 'test.three'))).toBe(4)
})

it('lists of any length are read after more statements than a process remembers', async () => {
  const find = prepared((tx, { ids }: Slots<{ ids: string[] }>) =>
    tx.select().from(receipts).where(inArray(receipts.commandId, ids)).prepare('test_find_all'),
  )
  await city.database.transact(async (tx) => {
    // 1,000 is what a process on PostgreSQL remembers.
    for (let i = 0; i < 1001; i++)
      await tx.select({ one: sql.raw(`${i} as "one"`) }).from(receipts).limit(0)
    expect(await find(tx, { ids: [randomUUID()] })).toEqual([])
    expect(await find(tx, { ids: [randomUUID(), randomUUID()] })).toEqual([])
    expect(await find(tx, { ids: [randomUUID()] })).toEqual([])
  })
})

it('statements that are asked at once in a transaction wait for each other', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const found = await city.database.transact(async tx =>
    await Promise.all(Array.from({ length: 5 }, () => findReceipt(tx, { commandId: randomUUID() }))))
  await new Promise(setImmediate) // Node tells a warning in the next turn.
  process.off('warning', note)
  expect(found).toEqual([[], [], [], [], []])
  expect(warnings).toEqual([])
})

it('an insert says the number its row was given, and none when there was no row', async () => {
  const give = prepared(
    (
      tx,
      slots: Slots<{
        id: string
        reporterId: string
        kind: string
        text: string
        areaId: string
        state: string
        stateSince: number
        seenAt: number
        filedAt: number
        dueAt: number
        skewMs: number
        awaitsStaff: boolean
        supporters: number
      }>,
    ) =>
      tx
        .insert(reports)
        .values(slots as never)
        .onConflictDoNothing({ target: reports.id })
        .returning({ number: reports.number })
        .prepare('test_give_number'),
  )
  const [one, other] = [randomUUID(), randomUUID()].map(id => ({
    id,
    reporterId: city.ids.rider,
    kind: 'hazard',
    text: '',
    areaId: '420103',
    state: 'filed',
    stateSince: 1,
    seenAt: 1,
    filedAt: 1,
    dueAt: 1,
    skewMs: 0,
    awaitsStaff: true,
    supporters: 0,
  }))
  const numbers = await city.database.transact(async tx => [
    ...(await give(tx, one!)),
    ...(await give(tx, other!)),
    ...(await give(tx, one!)),
  ])
  expect(numbers).toHaveLength(2)
  for (const [{ id }, { number }] of [
    [one!, numbers[0]!],
    [other!, numbers[1]!],
  ] as const) {
    expect(
      await city.database.read.select({ number: reports.number }).from(reports).where(eq(reports.id, id)),
    ).toEqual([{ number }])
  }
})

it('a statement that lacks a value is a fault and writes nothing', async () => {
  const before = await city.database.read.$count(receipts)
  const lacking = city.database.transact(
    async tx =>
      await insertReceipt(tx, {
        commandId: randomUUID(),
        accountId: city.ids.rider,
        name: 'test.lacking',
        fingerprint: '',
        decision: {},
        madeAt: 1,
        sentAt: undefined as never,
        decidedAt: 3,
      }),
  )
  await expect(lacking).rejects.toThrow()
  expect(await city.database.read.$count(receipts)).toBe(before)
})
