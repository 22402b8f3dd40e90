import process from 'node:process'
import { dialect } from '#server/database/dialect.ts'
import { fuzz } from './fuzz.ts'

// TIMES [SEED], on the engine that DATABASE_URL names.
const [, , times = '1000', seed = String(Date.now() % 1_000_000)] = process.argv
const { faults, ...figures } = await fuzz(Number(times), Number(seed))
process.stdout.write(`${JSON.stringify({ dialect, seed, ...figures, faults: faults.length })}\n`)
for (const fault of new Set(faults.slice(0, 50))) process.stdout.write(`${fault}\n`)
process.exit(faults.length > 0 ? 1 : 0)
