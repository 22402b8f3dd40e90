import type Sqlite from 'better-sqlite3'
import type { Statement } from './prepared.ts'
import { Column, is, Param, Placeholder, SQL } from 'drizzle-orm'

type Values = Record<string, unknown>
/** Where one parameter comes from: a value's name, or the constant itself. */
interface Binding { readonly name?: string, readonly constant?: unknown, readonly encoder?: { mapToDriverValue: (value: unknown) => unknown } }
interface Decoder { mapFromDriverValue: (value: unknown) => unknown }
/** What drizzle 0.45 holds of a statement that it has prepared on SQLite. */
interface Built {
  readonly stmt: Sqlite.Statement
  readonly query: { readonly params: unknown[] }
  readonly fields?: readonly { readonly path: readonly string[], readonly field: unknown }[]
  readonly executeMethod: string
}

/**
 * A prepared statement of SQLite as two lists worked out beforehand, what to bind and how to read a row: drizzle works both out at
 * each run, which costs as much as SQLite does. Undefined for what isn't a plain list of columns; drizzle then runs it itself.
 */
export function compiled<Rows>(statement: Statement<Rows>): ((values: Values) => Rows) | undefined {
  const { stmt, query, fields, executeMethod } = statement as unknown as Partial<Built>
  if (!stmt || !query) return undefined
  const bindings = query.params.map(bindingOf)
  if (!stmt.reader) return values => stmt.run(fill(bindings, values)) as Rows
  const columns = fields?.map(({ path, field }) => ({ name: path.length === 1 ? path[0] : undefined, decoder: decoderOf(field) }))
  if (executeMethod !== 'all' || !columns?.every(({ name, decoder }) => name !== undefined && decoder !== undefined)) return undefined
  const reading = columns as { name: string, decoder: Decoder }[]
  const raw = stmt.raw() as Sqlite.Statement<unknown[], unknown[]>
  return values => raw.all(fill(bindings, values)).map(row => read(reading, row)) as Rows
}

function fill(bindings: readonly Binding[], values: Values): unknown[] {
  return bindings.map(({ name, constant, encoder }) => {
    if (name === undefined) return constant
    const value = values[name]
    if (value === undefined) throw new Error(`the statement needs "${name}"`)
    return encoder === undefined ? value : encoder.mapToDriverValue(value)
  })
}

function read(columns: readonly { name: string, decoder: Decoder }[], row: readonly unknown[]): Values {
  const values: Values = {}
  for (let at = 0; at < columns.length; at++) {
    const { name, decoder } = columns[at]!
    values[name] = row[at] === null ? null : decoder.mapFromDriverValue(row[at])
  }
  return values
}

function bindingOf(param: unknown): Binding {
  if (is(param, Placeholder)) return { name: param.name }
  if (!is(param, Param) || !is(param.value, Placeholder)) return { constant: param }
  const { encoder, value: { name } } = param as Param & { value: Placeholder }
  return encoder.mapToDriverValue === Column.prototype.mapToDriverValue ? { name } : { name, encoder }
}

function decoderOf(field: unknown): Decoder | undefined {
  if (is(field, Column)) return field as unknown as Decoder
  return is(field, SQL) ? (field as unknown as { decoder: Decoder }).decoder : undefined
}
