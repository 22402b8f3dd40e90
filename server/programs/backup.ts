import process from 'node:process'
import { databaseUrl, dataDir, dialect } from '#server/database/dialect.ts'
import { makeBackup } from './backup/make-backup.ts'

// npm run backup -- FOLDER
const [folder] = process.argv.slice(2)

async function run(to: string): Promise<number> {
  const { photos, missing } = await makeBackup({ databaseUrl, dataDir }, to, new Date())
  process.stdout.write(
    dialect === 'sqlite'
      ? `The database and ${photos} photos are in ${to}, checked.\n`
      : `${photos} photos are in ${to}, checked. Copy the database itself before them, with: `
        + 'pg_dump --format=custom --file=little-bee.dump "$DATABASE_URL"\n',
  )
  if (missing.length === 0) return 0
  process.stderr.write(
    `${missing.length} photos that the database names are not on disk, and so not in the backup; `
    + `the first is ${missing[0]}.\n`,
  )
  return 1
}

if (folder === undefined) {
  process.stderr.write('Say where to: npm run backup -- FOLDER\n')
  process.exitCode = 2
}
else {
  void run(folder).catch((error: Error) => {
    process.stderr.write(`No backup was made. ${error.message}\n`)
    return 1
  }).then((code) => {
    process.exitCode = code
  })
}
