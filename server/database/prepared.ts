import type { Placeholder } from 'drizzle-orm'
import type { Statement, Values } from './compiled.ts'
import type { Reader, Transaction } from './database.ts'
import { sql } from 'drizzle-orm'
import { compiled, placeOf } from './compiled.ts'

/** A placeholder in a statement for each value that is given when it runs, and for each value of a list. */
export type Slots<Given> = {
  readonly [Name in keyof Given]: Given[Name] extends readonly unknown[] ? Placeholder[] : Placeholder
}
type Run<Rows> = (values: Values) => Rows | PromiseLike<Rows>
/** `lengths`: how many values a list has; -1 for a single value. */
interface Shape { readonly names: readonly string[], readonly lengths: readonly number[] }
interface Shaped<Rows> { readonly shape: Shape, readonly run: Run<Rows> }
interface Made<Rows> { last?: Shaped<Rows>, readonly all: Map<string, Shaped<Rows>> }

/**
 * A statement that is built once for each connection, since building costs more than running it. Where it
 * takes a `Reader`, queries and commands share it. Other names of values or longer lists make another
 * statement.
 */
export function prepared<Given extends object, Rows, Connection extends Reader = Transaction>(
  build: (connection: Connection, slots: Slots<Given>) => Statement<Rows>,
) {
  const made = new WeakMap<Connection, Made<Rows>>()

  function make(connection: Connection, shape: Shape): Shaped<Rows> {
    const statement = build(connection, slotsFor(shape) as Slots<Given>)
    return { shape, run: compiled(statement) ?? (values => statement.execute(flat(values))) }
  }

  /** Nearly always the same statement again: comparing names is cheaper than joining them into a key. */
  function runFor(connection: Connection, values: Values): Run<Rows> {
    const known: Made<Rows> = made.get(connection) ?? { all: new Map() }
    if (known.last && fits(known.last.shape, values)) return known.last.run
    const shape = shapeOf(values)
    const key = JSON.stringify(shape)
    known.last = known.all.get(key) ?? make(connection, shape)
    known.all.set(key, known.last)
    made.set(connection, known)
    return known.last.run
  }

  return (connection: Connection, given: Given): Rows | PromiseLike<Rows> => {
    const values = given as Values
    return runFor(connection, values)(values)
  }
}

const shapeOf = (values: Values): Shape => ({
  names: Object.keys(values),
  lengths: Object.values(values).map(lengthOf),
})
const lengthOf = (value: unknown) => (Array.isArray(value) ? value.length : -1)

function fits({ names, lengths }: Shape, values: Values): boolean {
  let at = 0
  for (const name in values) {
    if (names[at] !== name || lengths[at] !== lengthOf(values[name])) return false
    at++
  }
  return at === names.length
}

const slotsFor = ({ names, lengths }: Shape) =>
  Object.fromEntries(
    names.map((name, i) => [
      name,
      lengths[i] === -1
        ? sql.placeholder(name)
        : Array.from({ length: lengths[i]! }, (_, at) => sql.placeholder(placeOf(name, at))),
    ]),
  )

/** Names each value of a list. */
const flat = (values: Values): Values => Object.fromEntries(Object.entries(values).flatMap(([name, value]) =>
  Array.isArray(value) ? value.map((one, at) => [placeOf(name, at), one]) : [[name, value]]))

/**
 * How many rows a statement without RETURNING changed. Returning rows only to count them is expensive on
 * SQLite.
 */
export function rowsChanged(outcome: unknown): number {
  // One driver calls it `changes`, the other `rowCount`.
  const { changes, rowCount } = outcome as { changes?: number, rowCount?: number }
  return changes ?? rowCount!
}
