import { parseArgs } from 'node:util'
import { Register } from '#shared/identity/schemas.ts'
import { Phone } from '#shared/kernel/digits.ts'
import * as v from 'valibot'
import { Mistake } from './mistake.ts'

export const USAGE = `npm run people -- list
npm run people -- appoint PHONE admin --name NAME
npm run people -- appoint PHONE staff --name NAME --area AREA
npm run people -- appoint PHONE unit --name NAME --unit UNIT
npm run people -- appoint PHONE keeper --name NAME --station NUMBER [--station NUMBER …]
npm run people -- dismiss PHONE [--only ROLE]
npm run people -- reset-factor PHONE
npm run people -- units
npm run people -- add-unit NAME --area AREA
--force lets the last admin go, and resets a second factor that two admins could reset in the app.
AREA is a code such as 420103, or a name; UNIT an id or a name.
`

const options = {
  name: { type: 'string' },
  area: { type: 'string' },
  unit: { type: 'string' },
  station: { type: 'string', multiple: true },
  only: { type: 'string' },
  force: { type: 'boolean' },
} as const
type Option = keyof typeof options

/** How many more words and which options each word takes. */
const takes: Record<
  'list' | 'appoint' | 'dismiss' | 'reset-factor' | 'units' | 'add-unit',
  { words: number, options: readonly Option[] }
> = {
  'list': { words: 0, options: [] },
  'appoint': { words: 2, options: ['name', 'area', 'unit', 'station'] },
  'dismiss': { words: 1, options: ['only', 'force'] },
  'reset-factor': { words: 1, options: ['force'] },
  'units': { words: 0, options: [] },
  'add-unit': { words: 1, options: ['area'] },
}
type Word = keyof typeof takes

export type Given = ReturnType<typeof parse>['values']

/** Parses the arguments; throws a Mistake where their shape is wrong. */
export function readArgs(args: readonly string[]): { word: Word, rest: readonly string[], given: Given } {
  const { positionals: [word, ...rest], values: given } = parse(args)
  if (word === undefined || !Object.hasOwn(takes, word)) throw new Mistake(`Say what to do:\n${USAGE}`)
  const known = takes[word as Word]
  if (rest.length !== known.words) {
    const more = known.words === 0 ? 'no more words' : `${known.words} more`
    throw new Mistake(`"${word}" takes ${more}, and there are ${rest.length}:\n${USAGE}`)
  }
  const stray = Object.keys(given).find(option => !known.options.includes(option as Option))
  if (stray !== undefined) throw new Mistake(`"${word}" takes no --${stray}.`)
  return { word: word as Word, rest, given }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options })
  }
  catch (error) {
    throw new Mistake((error as Error).message)
  }
}

/** A mobile number as typed. The Mistake doesn't repeat a wrong one: most of it may be somebody's number. */
export function phoneIn(words: string): string {
  const phone = v.safeParse(Phone, words)
  if (!phone.success) throw new Mistake('That is no mainland mobile number of eleven digits.')
  return phone.output
}

/** A name within the limits of 报到 (`identity.register`). */
export function nameIn(words: string): string {
  const name = v.safeParse(Register.entries.name, words)
  if (!name.success) throw new Mistake('A name has 1 to 20 characters.')
  return name.output
}
