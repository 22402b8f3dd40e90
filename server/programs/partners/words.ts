import type { Database } from '#server/database/database.ts'
import { parseArgs } from 'node:util'
import { nameOfArea } from '#server/core/areas/index.ts'
import { writeAudit } from '#server/core/audit/index.ts'
import { addPartner, allPartners, withdrawPartner } from '#server/core/partners/index.ts'
import { timeOf } from '#shared/kernel/day.ts'
import { areaCalled } from '../people/find.ts'
import { Mistake } from '../people/mistake.ts'
import { operator } from '../people/on-database.ts'
import { nameIn } from '../people/words.ts'

const USAGE = `npm run partners -- list
npm run partners -- add NAME --area AREA
npm run partners -- withdraw ID
AREA is a code such as 420103, or a name: nothing outside is taken from the partner.
`
/** The parsed arguments; throws a Mistake for what can't be carried out. */
export function readWords(args: readonly string[]) {
  const { positionals: [word = '', name], values: { area } } = parsed(args)
  if (word === 'add' && name !== undefined && area !== undefined) return { word, name, area } as const
  if (word === 'withdraw' && name !== undefined && area === undefined) return { word, id: name } as const
  if (word === 'list' && name === undefined && area === undefined) return { word } as const
  throw new Mistake(`Say what to do:\n${USAGE}`)
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: { area: { type: 'string' } } })
  }
  catch (error) {
    throw new Mistake((error as Error).message)
  }
}

/** Carries out one command and returns the sentence to print, which is the only place where a key appears. */
export async function runWords(
  { read, transact }: Database,
  words: ReturnType<typeof readWords>,
  now = Date.now(),
): Promise<string> {
  if (words.word === 'list') {
    const lines = (await allPartners(read)).map(async ({ id, name, areaId, madeAt, withdrawnAt }) =>
      [
        id,
        name,
        await nameOfArea(read, areaId),
        timeOf(madeAt).slice(0, 10),
        ...withdrawnAt === null ? [] : [`withdrawn ${timeOf(withdrawnAt).slice(0, 10)}`],
      ].join('\t'))
    return (await Promise.all(lines)).join('\n')
      || 'There are no partners yet: npm run partners -- add NAME --area AREA'
  }
  return await transact(async (tx) => {
    const note = async (act: string, ref: string, areaId?: string) =>
      await writeAudit(tx, {
        actor: operator,
        at: now,
        act,
        input: {},
        about: { kind: 'partner', ref, ...areaId !== undefined && { areaId }, reason: 'on the server' },
      })
    if (words.word === 'withdraw') {
      if (!await withdrawPartner(tx, words.id, now))
        throw new Mistake(`No partner "${words.id}" has a key: "npm run partners -- list" lists them.`)
      await note('partners.withdraw', words.id)
      return `The key of ${words.id} is good for nothing any more.`
    }
    const [name, areaId] = [nameIn(words.name), await areaCalled(tx, words.area)]
    const { id, key } = await addPartner(tx, { name, areaId }, now)
    await note('partners.add', id, areaId)
    return `${name} may report for ${await nameOfArea(tx, areaId)}: ${id}\n`
      + `Its api_key, which is shown this once: ${key}`
  }, 'partners')
}
