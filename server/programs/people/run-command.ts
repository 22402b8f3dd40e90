import type { Database } from '#server/database/database.ts'
import type { readArgs } from './words.ts'
import { appoint, dismiss, resetLost } from './appoint.ts'
import { listPeople } from './list-people.ts'
import { addUnit, listUnits } from './units.ts'

/**
 * Runs a command in one transaction and returns the sentence to print. All take turns, so that of two admins
 * who dismiss each other one stays.
 */
export async function runWord(
  { read, transact }: Database,
  { word, rest, given }: ReturnType<typeof readArgs>,
  now = Date.now(),
): Promise<string> {
  const [first = '', second = ''] = rest
  switch (word) {
    case 'list': return await listPeople(read, now)
    case 'units': return await listUnits(read)
    case 'appoint': return await transact(tx => appoint(tx, [first, second], given, now), 'people')
    case 'dismiss': return await transact(tx => dismiss(tx, first, given, now), 'people')
    case 'reset-factor': return await transact(tx => resetLost(tx, first, given, now), 'people')
    case 'add-unit': return await transact(tx => addUnit(tx, first, given.area), 'people')
  }
}
