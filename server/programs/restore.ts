import process from 'node:process'
import { parseArgs } from 'node:util'
import { databaseUrl, dataDir, dialect } from '#server/database/dialect.ts'
import { restoreBackup } from './backup/restore-backup.ts'

// npm run restore -- FOLDER [--force]
const {
  positionals: [folder],
  values: { force },
} = parseArgs({ allowPositionals: true, options: { force: { type: 'boolean', default: false } } })

async function run(from: string): Promise<number> {
  const { photos, madeAt, aside } = await restoreBackup({ databaseUrl, dataDir }, from, {
    force,
    now: new Date(),
  })
  const what = dialect === 'sqlite' ? `The database and ${photos} photos` : `${photos} photos`
  process.stdout.write(`${what} of ${madeAt} are back, checked.\n`)
  if (dialect === 'postgresql') process.stdout.write('The database itself comes back with pg_restore.\n')
  if (aside.length > 0) process.stdout.write(`What was there before is in ${aside.join(' and ')}.\n`)
  return 0
}

if (folder === undefined) {
  process.stderr.write('Say where from: npm run restore -- FOLDER [--force]\n')
  process.exitCode = 2
}
else {
  void run(folder).catch((error: Error) => {
    process.stderr.write(`Nothing was restored. ${error.message}\n`)
    return 1
  }).then((code) => {
    process.exitCode = code
  })
}
