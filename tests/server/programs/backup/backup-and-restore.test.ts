import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { accounts } from '#server/core/identity/index.ts'
import { photoFile, photoFolder, photos } from '#server/core/media/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { makeBackup } from '#server/programs/backup/make-backup.ts'
import { restoreBackup } from '#server/programs/backup/restore-backup.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { runProgram } from '../../../support/program.ts'
import { filesOf, hashOf, picture, put } from '../../core/media/photos.ts'

let city: TestCity
let scratch: string
beforeEach(async () => {
  city = await openTestCity()
  scratch = mkdtempSync(join(tmpdir(), 'little-bee-backup-'))
  await put(city.as('rider'), await picture(1))
})
afterEach(async () => {
  await city.close()
  rmSync(scratch, { recursive: true, force: true })
})

const homeOf = ({ dataDir, settings }: Pick<TestCity, 'dataDir' | 'settings'>) => ({
  dataDir,
  databaseUrl: settings.databaseUrl,
})

/** The program itself, as `npm run` starts it. */
async function run(program: 'backup' | 'restore', words: string[], home = homeOf(city)) {
  const settings = { DATA_DIR: home.dataDir, DATABASE_URL: home.databaseUrl }
  const { code, out, err } = await runProgram(program, settings, ...words)
  return { status: code, said: out + err }
}
/** The same work without starting a program for it. */
async function backup(folder: string, home = homeOf(city)) {
  return await makeBackup(home, folder, new Date())
}
async function restore(folder: string, home: ReturnType<typeof homeOf>, { force = false } = {}) {
  return await restoreBackup(home, folder, { force, now: new Date() })
}
const elsewhere = (name: string) => ({
  dataDir: join(scratch, name),
  databaseUrl: `file:${join(scratch, name, 'city.sqlite')}`,
})
async function namesIn(databaseUrl: string) {
  const database = await openDatabase(databaseUrl)
  const rows = await database.read
    .select({ name: accounts.name })
    .from(accounts)
    .where(eq(accounts.id, city.ids.rider))
    .finally(database.close)
  return rows[0]?.name
}
const rename = async (name: string) =>
  await city.database.transact(
    async tx => void (await tx.update(accounts).set({ name }).where(eq(accounts.id, city.ids.rider))),
  )

describe.runIf(dialect === 'sqlite')('a city on SQLite', () => {
  it('is backed up while it works, and comes back whole somewhere else', async () => {
    const folder = join(scratch, 'copy')
    const made = { status: 0, said: expect.stringContaining('1 photos') }
    expect(await run('backup', [folder])).toMatchObject(made)
    await rename('后来的名字')
    expect(readdirSync(folder).toSorted()).toEqual(['little-bee.sqlite', 'manifest.json', 'photos'])
    const home = elsewhere('home')
    expect(await run('restore', [folder], home)).toMatchObject({
      status: 0,
      said: expect.stringContaining('are back, checked'),
    })
    expect(await namesIn(home.databaseUrl)).toBe('测试rider')
    const hash = hashOf(await picture(1))
    for (const size of ['full', 'thumb'] as const) {
      expect(
        readFileSync(photoFile(photoFolder(home.dataDir), hash, size)).equals(
          readFileSync(photoFile(photoFolder(city.dataDir), hash, size)),
        ),
      ).toBe(true)
    }
  })

  it('keeps in its backup only the photos that its database names', async () => {
    await put(city.as('rider'), await picture(2))
    writeFileSync(join(dirname(filesOf(city)[0]!), `${'a'.repeat(64)}.full.jpg`), 'no row names this')
    const folder = join(scratch, 'copy')
    expect(await backup(folder)).toEqual({ photos: 2, missing: [] })
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    expect(manifest.photos).toHaveLength(4)
    expect(filesOf({ dataDir: folder })).toHaveLength(4)
  })

  it('says so when a photo is lost, and backs up the rest', async () => {
    rmSync(filesOf(city)[0]!)
    const folder = join(scratch, 'copy')
    const { status, said } = await run('backup', [folder])
    expect([status, existsSync(join(folder, 'manifest.json'))]).toEqual([1, true])
    expect(said).toContain(hashOf(await picture(1)))
  })

  it('never overwrites anything, and never creates a city', async () => {
    writeFileSync(join(scratch, 'mine.txt'), 'mine')
    await expect(backup(scratch)).rejects.toThrow('not empty')
    expect(await run('backup', [])).toMatchObject({ status: 2 })
    const nowhere = elsewhere('nowhere')
    await expect(backup(join(scratch, 'copy'), nowhere)).rejects.toThrow('does not exist')
    expect(existsSync(nowhere.dataDir)).toBe(false)
  })

  it('is not restored while its server runs', async () => {
    const folder = join(scratch, 'copy')
    await backup(folder)
    await rename('新名字')
    expect(await run('restore', [folder, '--force'])).toMatchObject({
      status: 1,
      said: expect.stringContaining('The server is running'),
    })
    expect(await namesIn(city.settings.databaseUrl)).toBe('新名字')
    await rename('还在工作') // The server noticed nothing.
  })

  it('is restored over data only with --force, and then the old data are moved aside', async () => {
    const [folder, home] = [join(scratch, 'copy'), elsewhere('home')]
    await backup(folder)
    await restore(folder, home)
    const database = await openDatabase(home.databaseUrl)
    await database.transact(
      async tx =>
        void (await tx.update(accounts).set({ name: '不该丢' }).where(eq(accounts.id, city.ids.rider))),
    )
    await database.close()
    await expect(restore(folder, home)).rejects.toThrow('--force')
    expect(await namesIn(home.databaseUrl)).toBe('不该丢')
    expect(await run('restore', [folder, '--force'], home)).toMatchObject({ status: 0 })
    expect(await namesIn(home.databaseUrl)).toBe('测试rider')
    const aside = join(
      home.dataDir,
      readdirSync(home.dataDir).find(name => name.startsWith('before-restore-'))!,
    )
    expect(await namesIn(`file:${join(aside, 'city.sqlite')}`)).toBe('不该丢')
    expect(filesOf({ dataDir: aside })).toHaveLength(2)
  })

  it('refuses a backup that is damaged, incomplete or none at all, and touches nothing', async () => {
    const home = elsewhere('home')
    const spoil: [name: string, how: (folder: string) => void, said: string][] = [
      ['database', folder => appendFileSync(join(folder, 'little-bee.sqlite'), 'x'), 'damaged'],
      ['photo', folder => rmSync(filesOf({ dataDir: folder })[0]!), 'missing'],
      ['manifest', folder => rmSync(join(folder, 'manifest.json')), 'no backup'],
    ]
    for (const [name, how, said] of spoil) {
      const folder = join(scratch, name)
      await backup(folder)
      how(folder)
      await expect(restore(folder, home)).rejects.toThrow(said)
    }
    expect(existsSync(home.dataDir)).toBe(false)
  })

  it('keeps the old data where they were when the backup can\'t be put in their place', async () => {
    const [folder, home] = [join(scratch, 'copy'), elsewhere('home')]
    await backup(folder)
    await restore(folder, home)
    // Its digests agree, and still SQLite finds it unsound.
    const unsound = Buffer.from('x'.repeat(8192))
    writeFileSync(join(folder, 'little-bee.sqlite'), unsound)
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
    manifest.database.sha256 = hashOf(unsound)
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
    await expect(restore(folder, home, { force: true })).rejects.toThrow()
    expect(await namesIn(home.databaseUrl)).toBe('测试rider')
    expect(filesOf(home)).toHaveLength(2)
  })

  it('replaces a database too damaged to open', async () => {
    const [folder, home] = [join(scratch, 'copy'), elsewhere('home')]
    await backup(folder)
    await restore(folder, home)
    const file = home.databaseUrl.replace('file:', '')
    writeFileSync(file, 'x'.repeat(statSync(file).size))
    await restore(folder, home, { force: true })
    expect(await namesIn(home.databaseUrl)).toBe('测试rider')
  })
})

describe.runIf(dialect === 'postgresql')('a city on PostgreSQL', () => {
  it('backs up its photos, points to pg_dump for the rest, and takes lost photos back', async () => {
    const folder = join(scratch, 'copy')
    const { status, said } = await run('backup', [folder])
    expect([status, said]).toEqual([0, expect.stringContaining('pg_dump')])
    const [file] = filesOf(city)
    const before = readFileSync(file!)
    rmSync(file!)
    expect(await run('restore', [folder])).toMatchObject({ status: 0 })
    expect(readFileSync(file!).equals(before)).toBe(true)
    expect(await city.database.read.$count(photos)).toBe(1)
  })
})
