import type Sqlite from 'better-sqlite3'
import { Column, is, Param, Placeholder, SQL } from 'drizzle-orm'
import { SQLiteInteger } from 'drizzle-orm/sqlite-core'

export type Values = Readonly<Record<string, unknown>>
/** A statement that drizzle has prepared. */
export interface Statement<Rows> {
  execute: (values: Values) => PromiseLike<Rows>
}
/**
 * Where a parameter comes from: the name of a value, its index if the value is a list, or a constant. All
 * have the same keys, which makes reading them fast.
 */
interface Binding {
  readonly name: string | undefined
  readonly at: number | undefined
  readonly constant: unknown
  readonly encoder: { mapToDriverValue: (value: unknown) => unknown } | undefined
}
interface Decoder {
  mapFromDriverValue: (value: unknown) => unknown
}
/** What drizzle 0.45 holds of a statement that it has prepared on SQLite. */
interface Built {
  readonly stmt: Sqlite.Statement
  readonly query: { readonly sql: string, readonly params: unknown[] }
  readonly fields?: readonly { readonly path: readonly string[], readonly field: unknown }[]
  readonly executeMethod: string
}

/** The name of one value in a list. */
export const placeOf = (name: string, at: number): string => `${name}[${at}]`
const PLACE = /^(.+)\[(\d+)\]$/

/**
 * A prepared statement of SQLite with its bindings and columns worked out once: drizzle does both at each
 * run, which costs as much as SQLite itself. Undefined for anything but a plain list of columns; drizzle then
 * runs it.
 */
export function compiled<Rows>(statement: Statement<Rows>): ((values: Values) => Rows) | undefined {
  const { stmt, query, fields, executeMethod } = statement as unknown as Partial<Built>
  if (!stmt || !query) return undefined
  const bindings = query.params.map(bindingOf)
  if (!stmt.reader) return values => stmt.run(fill(bindings, values)) as Rows
  const columns = fields?.map(({ path, field }) => ({
    name: path.length === 1 ? path[0] : undefined,
    decoder: decoderOf(field),
  }))
  if (
    executeMethod !== 'all'
    || !columns?.every(({ name, decoder }) => name !== undefined && decoder !== undefined)
  ) {
    return undefined
  }
  const reading = columns as { name: string, decoder: Decoder }[]
  if (asksForNumber(query.sql, fields!))
    return numbering(stmt, query.sql, { bindings, name: reading[0]!.name })
  return values => rowsOf(stmt, fill(bindings, values)).map(row => read(reading, row)) as Rows
}

/** Rows as arrays; said each time, as others share the statement (`statements.ts`). */
const rowsOf = (stmt: Sqlite.Statement, values: unknown[]) =>
  (stmt.raw() as Sqlite.Statement<unknown[], unknown[]>).all(values)

const RETURNING = / returning "\w+"$/

/** True for an insert that returns only the number the table has counted up for its row. */
const asksForNumber = (text: string, fields: NonNullable<Built['fields']>) =>
  fields.length === 1
  && is(fields[0]!.field, SQLiteInteger)
  && fields[0]!.field.autoIncrement
  && text.startsWith('insert into')
  && RETURNING.test(text)

/**
 * SQLite knows that number. With RETURNING it would first collect rows in a temporary table, which costs two
 * thirds of the insert.
 */
function numbering<Rows>(
  { database }: Sqlite.Statement,
  text: string,
  { bindings, name }: { bindings: readonly Binding[], name: string },
) {
  const insert = database.prepare(text.replace(RETURNING, ''))
  return (values: Values) => {
    const { changes, lastInsertRowid } = insert.run(fill(bindings, values))
    if (changes > 1) throw new Error('only a single row has one number')
    return (changes === 0 ? [] : [{ [name]: Number(lastInsertRowid) }]) as Rows
  }
}

function fill(bindings: readonly Binding[], values: Values): unknown[] {
  const filled: unknown[] = []
  for (const { name, at, constant, encoder } of bindings) {
    const value = name === undefined
      ? constant
      : at === undefined ? values[name] : (values[name] as unknown[])[at]
    if (value === undefined) throw new Error(`the statement needs "${name}"`)
    filled.push(encoder === undefined ? value : encoder.mapToDriverValue(value))
  }
  return filled
}

function read(columns: readonly { name: string, decoder: Decoder }[], row: readonly unknown[]): Values {
  const values: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at++) {
    const { name, decoder } = columns[at]!
    values[name] = row[at] === null ? null : decoder.mapFromDriverValue(row[at])
  }
  return values
}

function bindingOf(param: unknown): Binding {
  if (is(param, Placeholder)) return placed(param)
  if (!is(param, Param) || !is(param.value, Placeholder))
    return { name: undefined, at: undefined, constant: param, encoder: undefined }
  const { encoder, value } = param as Param & { value: Placeholder }
  return placed(value, encoder.mapToDriverValue === Column.prototype.mapToDriverValue ? undefined : encoder)
}

function placed({ name }: Placeholder, encoder?: Binding['encoder']): Binding {
  const [, list, at] = PLACE.exec(name) ?? []
  return list === undefined
    ? { name, at: undefined, constant: undefined, encoder }
    : { name: list, at: Number(at), constant: undefined, encoder }
}

function decoderOf(field: unknown): Decoder | undefined {
  if (is(field, Column)) return field as unknown as Decoder
  return is(field, SQL) ? (field as unknown as { decoder: Decoder }).decoder : undefined
}
