import type { Database, Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { RaiseAlarm } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import { readFileSync } from 'node:fs'
import { notify } from '#server/core/notices/index.ts'
import { transfers } from './tables.ts'

interface Invariant { readonly name: string, readonly query: string }

const invariants: readonly Invariant[] = readFileSync(new URL('./invariants.sql', import.meta.url), 'utf8')
  .split('-- invariant: ')
  .slice(1)
  .map((part) => {
    const end = part.indexOf('\n')
    return { name: part.slice(0, end).trim(), query: part.slice(end).trim().replace(/;$/, '') }
  })

/** The invariants that do not hold, with the rows that break them; empty in a sound ledger. */
export async function checkPoints(
  database: Pick<Database, 'run'>,
): Promise<{ name: string, rows: Record<string, unknown>[] }[]> {
  const found: { name: string, rows: Record<string, unknown>[] }[] = []
  for (const { name, query } of invariants) {
    const rows = await database.run(query)
    if (rows.length > 0) found.push({ name, rows })
  }
  return found
}

/** How many transfers there are. */
export const countTransfers = (reader: Reader): Promise<number> => reader.$count(transfers)

/** Decides `points.raiseAlarm`, sent by a task: notifies the admins of the invariants that don't hold. */
export async function raiseAlarm(
  { invariants }: InferOutput<typeof RaiseAlarm>,
  context: CommandContext,
): Promise<void> {
  await notify(
    context,
    { role: 'admin', scope: '' },
    { kind: 'points.broken', words: invariants.join('; ') },
  )
}
