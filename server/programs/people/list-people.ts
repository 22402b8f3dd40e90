import type { Reader } from '#server/database/database.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { appointedPeople, phoneHint } from '#server/core/identity/index.ts'
import { stationsKeptBy } from '#server/core/stations/index.ts'

/**
 * One line for each person appointed by the city: role, name, place, part of the number; "disabled" where the
 * account can't sign in.
 */
export async function listPeople(reader: Reader): Promise<string> {
  const people = await appointedPeople(reader)
  const lines = await Promise.all(
    people.map(async (person) => {
      const { role, name, phone, disabledAt } = person
      return [
        role,
        name ?? '',
        await whereOf(reader, person),
        phoneHint(phone),
        ...(disabledAt === null ? [] : ['disabled']),
      ].join('\t')
    }),
  )
  return lines.join('\n') || 'Nobody has a role yet: npm run people -- appoint PHONE admin --name NAME'
}

async function whereOf(
  reader: Reader,
  { id, role, areaId, unitName }: Awaited<ReturnType<typeof appointedPeople>>[number],
): Promise<string> {
  if (role === 'keeper')
    return (await stationsKeptBy(reader, id)).map(({ number, name }) => `${number} ${name}`).join(', ')
  return unitName ?? (areaId === null ? '' : await nameOfArea(reader, areaId))
}
