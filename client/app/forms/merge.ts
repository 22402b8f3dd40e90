/** What was typed, merged into a newer version of what it began with. */
interface Merged<Fields> {
  fields: Fields
  /** What others changed meanwhile, unless the same value was typed here. */
  readonly changed: (keyof Fields)[]
}

export const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Fields that were not touched follow the latest version; what was typed stays. */
export function mergeFields<Fields extends object>(
  typed: Fields,
  begun: Fields,
  latest: Partial<Fields>,
): Merged<Fields> {
  const keys = Object.keys(latest) as (keyof Fields)[]
  const fields = { ...typed }
  for (const key of keys) fields[key] = merge(typed[key], begun[key], latest[key]) as Fields[keyof Fields]
  const isNews = (key: keyof Fields) => !same(begun[key], latest[key]) && !same(typed[key], latest[key])
  return { fields, changed: keys.filter(isNews) }
}

function merge(typed: unknown, begun: unknown, latest: unknown): unknown {
  if (same(typed, begun)) return latest
  if (Array.isArray(typed) && Array.isArray(begun) && Array.isArray(latest))
    return mergeRows(typed, begun, latest)
  return typed
}

/**
 * By what the rows of two versions of a list are matched: texts by themselves, rows with a day by that day,
 * others (the days of a week) by their index.
 */
const keyOf = (row: unknown, at: number): string =>
  typeof row === 'string' ? row : (row as { day?: string }).day ?? String(at)

function mergeRows(typed: unknown[], begun: unknown[], latest: unknown[]): unknown[] {
  const [mine, before, now] = [typed, begun, latest].map(rows =>
    new Map(rows.map((row, at) => [keyOf(row, at), row]))) as [Rows, Rows, Rows]
  const keys = new Set([...now.keys(), ...mine.keys()])
  return [...keys]
    .map(key => merge(mine.get(key), before.get(key), now.get(key)))
    .filter(row => row !== undefined)
}
type Rows = Map<string, unknown>

/** A sentence about what others changed; undefined where that has no name on screen. */
export function changedText<Fields extends object>(
  { changed, fields }: Merged<Fields>,
  latest: Partial<Fields>,
  names: Partial<Record<keyof Fields, string>>,
): string | undefined {
  const parts = changed.flatMap((key) => {
    const name = names[key]
    if (name === undefined) return []
    const [now, mine] = [latest[key], fields[key]]
    if (same(now, mine)) return [typeof now === 'string' && now !== '' ? `${name}改成了“${now}”` : name]
    return [typeof now === 'string' ? `${name}现在是“${now}”，你写的是“${String(mine)}”` : name]
  })
  return parts.length === 0 ? undefined : `这期间有人改过：${parts.join('；')}。你写的都还在，请核对后再提交。`
}
