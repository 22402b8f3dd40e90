import type { Slots } from '#server/database/prepared.ts'
import type { TestCity } from '../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { prepared } from '#server/database/prepared.ts'
import { reports } from '#server/features/reports/tables.ts'
import { receipts } from '#server/sync/tables.ts'
import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCity } from '../../support/city.ts'
import { streetOf } from '../reports/street.ts'

let city: TestCity
beforeAll(async () => {
  city = await openCity()
})
afterAll(() => city.close())

const insertReceipt = prepared((tx, slots: Slots<typeof receipts.$inferInsert>) => tx.insert(receipts).values(slots).prepare('test_insert_receipt'))
const findReceipt = prepared((tx, { commandId }: Slots<{ commandId: string }>) => tx.select().from(receipts).where(eq(receipts.commandId, commandId)).prepare('test_find_receipt'))
const countNamed = prepared((tx, { name }: Slots<{ name: string }>) => tx.select({ total: count() }).from(receipts).where(eq(receipts.name, name)).prepare('test_count_named'))
const markReport = prepared((tx, { id, awaitsStaff, unitId }: Slots<{ id: string, awaitsStaff: boolean, unitId: string | null }>) =>
  tx.update(reports).set({ awaitsStaff, unitId } as never).where(eq(reports.id, id)).returning({ awaitsStaff: reports.awaitsStaff, reusedPhoto: reports.reusedPhoto, unitId: reports.unitId, at: reports.filedAt }).prepare('test_mark_report'))

it('a prepared statement writes and reads what a plain one does: flags, nothing, lists and counts', async () => {
  const reportId = await streetOf(city).file('rider')
  const receipt = { commandId: randomUUID(), accountId: city.ids.rider, name: 'test.prepared', fingerprint: '指纹', decision: { status: 'accepted', result: [1, null, '二'] }, madeAt: 1, sentAt: 2, decidedAt: 3 }
  await city.database.transact(async (tx) => {
    await insertReceipt(tx, receipt)
    expect(await findReceipt(tx, { commandId: receipt.commandId })).toEqual([receipt])
    expect(await tx.select().from(receipts).where(eq(receipts.commandId, receipt.commandId))).toEqual([receipt])
    expect(await countNamed(tx, { name: 'test.prepared' })).toEqual([{ total: 1 }])
    for (const awaitsStaff of [false, true])
      expect(await markReport(tx, { id: reportId, awaitsStaff, unitId: null })).toEqual([{ awaitsStaff, reusedPhoto: null, unitId: null, at: city.time.now }])
    expect(await findReceipt(tx, { commandId: randomUUID() })).toEqual([])
  })
})

it('a statement that lacks a value is a fault and writes nothing', async () => {
  const before = await city.database.read.$count(receipts)
  const lacking = city.database.transact(async tx => await insertReceipt(tx, { commandId: randomUUID(), accountId: city.ids.rider, name: 'test.lacking', fingerprint: '', decision: {}, madeAt: 1, sentAt: undefined as never, decidedAt: 3 }))
  await expect(lacking).rejects.toThrow()
  expect(await city.database.read.$count(receipts)).toBe(before)
})
