import { randomUUID } from 'node:crypto'
import { openRandom } from '#server/sample/random.ts'
import * as v from 'valibot'
import { COMMUNITY, UNITS } from '../support/template.ts'

/** The same seed makes the same choices. */
export function openChoices(seed: number) {
  const { between, pick } = openRandom(seed)
  return {
    pick,
    below: (most: number) => Math.floor(between(0, most)),
    happens: (chance: number) => between(0, 1) < chance,
  }
}
export type Random = ReturnType<typeof openChoices>

/** JSON as it is written, which no value of ours could say. */
export class Raw {
  constructor(readonly text: string) {}
}

/** JSON of a value with raw parts in it. */
export function toJson(value: unknown): string {
  if (value instanceof Raw) return value.text
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${toJson(inner)}`).join(',')}}`
}

const NESTED_MAX = 100_000
function nested(random: Random): Raw {
  const depth = Math.floor(NESTED_MAX ** (0.2 + 0.8 * random.below(1000) / 999))
  return random.happens(0.5)
    ? new Raw('['.repeat(depth) + ']'.repeat(depth))
    : new Raw(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
}

const oddTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD83D',
  '\uDE00',
  '好\uD83D',
  '😀'.repeat(30),
  '\u202Eabc',
  '\u200B',
  '\uFEFF',
  'ﬁ１２３',
  '%',
  '_%\\',
  '\'; drop table accounts; --',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1',
  '1e309',
  'x'.repeat(5000),
  '2026-02-31',
  '0000-00-00',
  '9999-12-31',
  '00000000-0000-0000-0000-000000000000',
  'g'.repeat(64),
]
const oddNumbers = [
  -1,
  0,
  0.5,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32,
  8.64e15,
  2 ** 53 - 1,
  2 ** 53,
  1e21,
  1e308,
  -1e308,
  253_402_271_999_999,
]
const oddJson = [
  '1e400',
  '-1e400',
  '-0',
  '1E5',
  '"\\u0000"',
  '"\\ud83d"',
  '{"a":1,"a":2}',
  '{"__proto__":{"role":"admin"}}',
]
const odd = (random: Random): unknown => random.pick([
  () => random.pick(oddTexts),
  () => random.pick(oddNumbers),
  () => random.pick([null, true, false, [], {}, [[]], [null], { __proto__: null, a: 1 }]),
  () => new Raw(random.pick(oddJson)),
  () => nested(random),
])()

const DAY_MS = 86_400_000
/** Values that some field of ours takes; the ids are few, so that people meet over the same ones. */
export function openPool(random: Random, known: readonly string[], photos: readonly string[]) {
  const ids = [...known, ...Object.values(UNITS), ...Array.from({ length: 12 }, () => randomUUID())]
  const texts = [
    () => random.pick(ids),
    () => '路灯不亮😀',
    () => random.pick(photos),
    () => COMMUNITY,
    () => `138000000${String(1 + random.below(12)).padStart(2, '0')}`,
    () => new Date(Date.now() + (random.below(60) - 30) * DAY_MS).toISOString().slice(0, 10),
    () => String(random.below(1_000_000)).padStart(6, '0'),
    () => String(random.below(100_000_000)).padStart(8, '0'),
    () => 'A'.repeat(44),
    () => 'https://push.example/one',
    () => 'aa',
    () => 'home',
  ]
  const numbers = [() => random.below(10), () => random.below(1440), () => Date.now() - random.below(DAY_MS)]
  return {
    id: () => random.pick(ids),
    candidates: (type: string): readonly (() => unknown)[] => type === 'number' ? numbers : texts,
  }
}
export type Pool = ReturnType<typeof openPool>

interface Node {
  readonly type: string
  readonly wrapped?: Node
  readonly item?: Node
  readonly items?: readonly Node[]
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  readonly entries?: Readonly<Record<string, Node>>
}

/** A value that fits a schema of ours, nearly always. */
export function sample(node: Node, random: Random, pool: Pool): unknown {
  const inner = (one: Node) => sample(one, random, pool)
  if (node.type === 'optional') return random.happens(0.5) ? undefined : inner(node.wrapped!)
  if (node.type === 'nullable') return random.happens(0.3) ? null : inner(node.wrapped!)
  if (node.type === 'literal') return node.literal
  if (node.type === 'boolean') return random.happens(0.5)
  if (node.type === 'array') return Array.from({ length: random.pick([1, 2, 7]) }, () => inner(node.item!))
  if (node.items) return node.items.map(inner)
  if (node.type === 'object')
    return Object.fromEntries(Object.entries(node.entries!).map(([name, entry]) => [name, inner(entry)]))
  if (node.options) {
    const option = random.pick(node.options)
    return typeof option === 'object' ? inner(option as Node) : option
  }
  const schema = node as unknown as v.GenericSchema
  for (let tries = 0; tries < 40; tries++) {
    const value = random.pick(pool.candidates(node.type))()
    if (v.is(schema, value)) return value
  }
  return random.pick(pool.candidates(node.type))()
}

/** The value with something odd in one place, or beside what is there. */
export function spoil(value: unknown, random: Random): unknown {
  const isLeaf = typeof value !== 'object' || value === null || value instanceof Raw
  if (isLeaf || random.happens(0.1)) return odd(random)
  if (Array.isArray(value)) {
    const at = random.below(value.length + 1)
    return [...value.slice(0, at), spoil(value[at], random), ...value.slice(at + 1)]
  }
  const names = Object.keys(value)
  if (random.happens(0.3))
    return { ...value, [random.pick(['more', '\0', '\uD83D', 'toString'])]: odd(random) }
  const name = random.pick(names.length > 0 ? names : ['none'])
  return { ...value, [name]: spoil((value as Record<string, unknown>)[name], random) }
}
