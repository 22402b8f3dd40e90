import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { photoFolder, photoIsOnDisk } from '#server/core/media/index.ts'
import { checkPoints, countTransfers } from '#server/core/points/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { reportPhotos, reports } from '#server/features/reports/tables.ts'
import { restoreBackup } from '#server/programs/backup/restore-backup.ts'
import { requireSound } from '#server/programs/backup/sqlite-file.ts'
import { receipts } from '#server/sync/tables.ts'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { runProgram } from '../../../support/program.ts'
import { streetOf } from '../../features/reports/street.ts'

const BEFORE = 12
/** The writers stop here, however slow the backup is. */
const MEANWHILE_MAX = 120

let city: TestCity
let scratch: string
beforeEach(async () => {
  city = await openTestCity({ LIMITS_FACTOR: '1000' }) // A slow backup leaves time for many reports.
  scratch = mkdtempSync(join(tmpdir(), 'little-bee-backup-'))
})
afterEach(async () => {
  await city.close()
  rmSync(scratch, { recursive: true, force: true })
})

/**
 * A report with a photo of its own, accepted by the street, which pays points for it: six commands' worth of
 * rows.
 */
async function fileAndAccept() {
  const { file, bring } = streetOf(city)
  return { reportId: await bring(await file('rider'), 'accepted') }
}

/** A report and its receipt are one transaction: this tells whether a copy was cut through one. */
async function fileKnown() {
  const [id, input] = [randomUUID(), await streetOf(city).report('rider2')]
  expect(await city.as('rider2').send({ id, name: 'reports.file', input })).toMatchObject([
    { status: 'accepted' },
  ])
  return { id, reportId: input.reportId }
}

/** Starts the program as `npm run backup` does, and goes on writing until it has ended. */
async function backUpWhileWriting(folder: string) {
  const settings = { DATA_DIR: city.dataDir, DATABASE_URL: city.settings.databaseUrl }
  const program = { isOver: false }
  const told = runProgram('backup', settings, folder).finally(() => program.isOver = true)
  const known: (Awaited<ReturnType<typeof fileKnown>> & { isBefore: boolean })[] = []
  for (let i = 0; i < MEANWHILE_MAX && !program.isOver; i++) {
    const [filed] = await Promise.all([fileKnown(), i % 4 === 0 && fileAndAccept()])
    // The program makes this folder first of all: what was answered without it, was answered before any page
    // was copied.
    known.push({ ...filed, isBefore: ![folder, `${folder}.partial`].some(made => existsSync(made)) })
  }
  const { code, out, err } = await told
  return { status: code, said: out + err, known }
}

/**
 * Somebody who reads all the while keeps what is newest in the log beside the file, where a mere copy of the
 * file would miss it.
 */
function readAllTheWhile() {
  const reader = new Sqlite(city.settings.databaseUrl.replace('file:', ''), { readonly: true })
  reader.exec('begin')
  reader.prepare('select count(*) from reports').get()
  return reader
}

async function read(databaseUrl: string) {
  const database = await openDatabase(databaseUrl)
  const { read } = database
  const found = {
    reports: (await read.select({ id: reports.id }).from(reports)).map(({ id }) => id),
    photos: (await read.select({ hash: reportPhotos.hash }).from(reportPhotos)).map(({ hash }) => hash),
    receipts: (await read.select({ id: receipts.commandId }).from(receipts)).map(({ id }) => id),
    transfers: await countTransfers(read),
    brokenPoints: await checkPoints(database),
  }
  await database.close()
  return found
}

it.runIf(dialect === 'sqlite')(
  'a backup made while reports keep coming is one moment of the city: complete, sound and in balance',
  async () => {
    const reader = readAllTheWhile()
    const before: string[] = []
    for (let i = 0; i < BEFORE; i++) before.push((await fileAndAccept()).reportId)
    const { transfers } = await read(city.settings.databaseUrl)
    const folder = join(scratch, 'copy')
    const { status, said, known } = await backUpWhileWriting(folder).finally(() => reader.close())
    expect([status, said]).toEqual([0, expect.stringContaining('checked')])

    const dataDir = join(scratch, 'home')
    const home = { dataDir, databaseUrl: `file:${join(dataDir, 'city.sqlite')}` }
    await restoreBackup(home, folder, { force: false, now: new Date() })
    requireSound(home.databaseUrl.replace('file:', '')) // Pages, indexes and references.
    const restored = await read(home.databaseUrl)
    expect(restored.reports).toEqual(expect.arrayContaining(before))
    expect(restored.transfers).toBeGreaterThanOrEqual(transfers)
    expect(restored.brokenPoints).toEqual([])
    expect(restored.photos).toHaveLength(restored.reports.length)
    expect(restored.photos.filter(hash => !photoIsOnDisk(photoFolder(home.dataDir), hash))).toEqual([])

    // Of what was written until it ended each command is in it whole or not at all, and nothing without what
    // went before it.
    const [there, decided] = [new Set(restored.reports), new Set(restored.receipts)]
    expect(known.filter(({ id, reportId }) => there.has(reportId) !== decided.has(id))).toEqual([])
    const inIt = known.map(({ reportId }) => there.has(reportId))
    expect(known.filter(({ isBefore, reportId }) => isBefore && !there.has(reportId))).toEqual([])
    expect(inIt).toEqual(inIt.toSorted((a, b) => Number(b) - Number(a)))
  },
)
