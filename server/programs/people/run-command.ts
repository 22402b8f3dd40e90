import type { Database } from '#server/database/database.ts'
import type { readWords } from './words.ts'
import { appoint, dismiss } from './appoint.ts'
import { listPeople } from './list-people.ts'
import { addUnit, listUnits } from './units.ts'

/**
 * Does what was typed, whole or not at all, and answers what is to be said. In one turn, so that two who each
 * dismiss the other leave one of them.
 */
export async function obey(
  { read, transact }: Database,
  { word, rest, given }: ReturnType<typeof readWords>,
): Promise<string> {
  const [first = '', second = ''] = rest
  switch (word) {
    case 'list': return await listPeople(read)
    case 'units': return await listUnits(read)
    case 'appoint': return await transact(tx => appoint(tx, [first, second], given, Date.now()), 'people')
    case 'dismiss': return await transact(tx => dismiss(tx, first, given), 'people')
    case 'add-unit': return await transact(tx => addUnit(tx, first, given.area), 'people')
  }
}
