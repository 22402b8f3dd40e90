import type { Sent } from './load.ts'
import { isDeepStrictEqual } from 'node:util'

type Rows = Record<string, unknown>[]
/** Runs one statement on the database under test. */
export type Select = (statement: string) => Promise<Rows>
export interface Verified { acknowledged: number, lost: number, doubled: number }

const domains = [
  { name: 'voices.complain', table: 'voices' },
  { name: 'reports.file', table: 'reports' },
]
const parsed = (decision: unknown) =>
  (typeof decision === 'string' ? JSON.parse(decision) : decision) as Record<string, unknown>

/**
 * What became of everything that was acknowledged. `lost`: acknowledged, and its receipt or its row is not
 * there or says something else. `doubled`: rows of a command beyond one.
 */
export async function verify(select: Select, answered: readonly Sent[]): Promise<Verified> {
  const receipts = new Map((await select('select command_id, name, decision from receipts'))
    .map(row => [String(row.command_id), { name: String(row.name), decision: parsed(row.decision) }]))
  const rows = new Map<string, number | undefined>()
  let doubled = 0
  for (const { name, table } of domains) {
    const number = table === 'reports' ? 'number' : 'null as number'
    const found = await select(`select id, ${number} from ${table}`)
    for (const row of found) rows.set(String(row.id), row.number === null ? undefined : Number(row.number))
    const accepted = [...receipts.values()]
      .filter(receipt => receipt.name === name && receipt.decision.status === 'accepted')
    doubled += Math.max(0, found.length - accepted.length)
  }
  const numbers = [...rows.values()].filter(number => number !== undefined)
  doubled += numbers.length - new Set(numbers).size

  let [acknowledged, lost] = [0, 0]
  for (const { commands, replies } of answered) {
    commands.forEach(({ id, input }, at) => {
      acknowledged++
      const { id: _id, ...told } = replies![at]!
      const receipt = receipts.get(id)
      const { reportId, complaintId } = input as { reportId?: string, complaintId?: string }
      const isThere = told.status !== 'accepted' || rows.has(reportId ?? complaintId!)
      if (receipt === undefined || !isDeepStrictEqual(receipt.decision, told) || !isThere) lost++
    })
  }
  return { acknowledged, lost, doubled }
}
