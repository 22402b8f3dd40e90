import { commands } from '#shared/commands.ts'
import { INSTANT_MAX } from '#shared/kernel/fields.ts'
import { queries } from '#shared/queries.ts'
import { Envelope } from '#shared/sync/protocol.ts'
import * as v from 'valibot'
import { expect, it } from 'vitest'

/** What a schema of ours is built of, as far as a walk needs it. */
interface Node {
  readonly type: string
  readonly wrapped?: Node
  readonly item?: Node
  readonly items?: readonly Node[]
  readonly options?: readonly unknown[]
  readonly entries?: Readonly<Record<string, Node>>
  readonly pipe?: readonly Node[]
}
/** What a schema has inside, by its path from there. */
const innerOf = (node: Node): [string, Node][] => [
  ...(node.wrapped ? [['', node.wrapped] as [string, Node]] : []),
  ...(node.item ? [['[]', node.item] as [string, Node]] : []),
  ...(node.items ?? []).map((item, at): [string, Node] => [`[${at}]`, item]),
  ...(node.options ?? [])
    .filter(one => typeof one === 'object')
    .map((one): [string, Node] => ['', one as Node]),
  ...Object.entries(node.entries ?? {}).map(([name, entry]): [string, Node] => [`.${name}`, entry]),
]
/** Every list that a schema lets in, by its path. */
const listsOf = (node: Node, path: string): [string, Node][] => [
  ...(node.type === 'array' ? [[path, node] as [string, Node]] : []),
  ...innerOf(node).flatMap(([name, one]) => listsOf(one, path + name)),
]
/** Every text and number that a schema lets in, by its path. A pipe is one leaf, whatever it begins with. */
function leavesOf(node: Node, path: string): [string, Node][] {
  const inner = innerOf(node)
  if (inner.length > 0) return inner.flatMap(([name, one]) => leavesOf(one, path + name))
  return ['string', 'number'].includes(node.type) ? [[path, node]] : []
}

const inputs = Object.entries({ ...commands, ...queries }).flatMap(([name, { input }]) =>
  leavesOf(input as unknown as Node, name))
const parse = (node: Node, value: unknown) => v.safeParse(node as unknown as v.GenericSchema, value)

const texts = inputs.filter(([, { type }]) => type === 'string')
const numbers = inputs.filter(([, { type }]) => type === 'number')
it('the walk over all schemas finds every text and number', () => {
  const paths = inputs.map(([path]) => path)
  expect(paths).toEqual(expect.arrayContaining([
    'voices.complain.text',
    'points.ledger.from',
    'stations.keep.hours.exceptions[].words',
    'stations.suspend.until',
  ]))
})

it.each(texts)('%s lets in no text that a database can\'t store', (_, node) => {
  for (const text of ['a\0b', '😀'.slice(0, 1), `好${'😀'.slice(1)}`, 'ok\uD83D', '\uDE00\uD83D']) {
    const { success, output } = parse(node, text)
    if (success) expect((output as string).replace(/[\0\uD800-\uDFFF]/gu, '')).toBe(output)
  }
})

it.each(numbers)('%s lets in no number without bounds', (path, node) => {
  // Corrected by our own clock before anything is done with it; and metres, which are only shown.
  const isFree = /\.(?:seenAt|madeAt|at|phoneAt|serverAt|accuracy)$/.test(path)
  for (const number of [2 ** 53, Infinity, -Infinity, -1e300, ...(isFree ? [] : [INSTANT_MAX + 1])])
    expect(parse(node, number).success, String(number)).toBe(path.endsWith('.accuracy') && number === 2 ** 53)
})

it('a whole emoji stays, in its text and in its envelope', () => {
  expect(v.parse(commands['voices.complain'].input, {
    complaintId: '0194f000-0000-7000-8000-0000000000a1',
    text: '路灯😀\uD83D坏了',
    page: 'home',
  })).toMatchObject({ text: '路灯😀坏了' })
  expect(v.is(Envelope.entries.madeAt, Number.MAX_SAFE_INTEGER)).toBe(true)
})

it.each(['2026-02-31', '2026-13-01', '2025-02-29'])('%s is no day', (day) => {
  expect(v.is(queries['points.ledger'].input, { from: day, to: '2026-11-23' })).toBe(false)
  expect(v.is(queries['points.ledger'].input, { from: '2024-02-29', to: '2026-11-23' })).toBe(true)
})

it('nobody but the clock sends a list without bounds', () => {
  const isBounded = ({ pipe = [] }: Node) => pipe.some(({ type }) => ['length', 'max_length'].includes(type))
  const free = Object.entries({ ...commands, ...queries })
    .filter(([, { by }]) => !by.every(part => part === 'system'))
    .flatMap(([name, { input }]) => listsOf(input as unknown as Node, name))
    .filter(([, list]) => !isBounded(list))
  expect(free.map(([path]) => path)).toEqual([])
})
