import type { MenuEntry, MenuEntryBase, MenuFacts, MenuList } from '../feature.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { registeredEntries } from '../registry.ts'

const valueOf = <Facts, Value>(field: Value | ((facts: Facts) => Value), facts: Facts): Value =>
  typeof field === 'function' ? (field as (facts: Facts) => Value)(facts) : field

export const isSeen = (entry: MenuEntry, facts: MenuFacts): boolean =>
  entry.at[facts.place] !== undefined
  && (entry.for === undefined || isOneOf(facts.me, entry.for))
  && (entry.if?.(facts) ?? true)

/** An entry as `LinkCell` takes it. `answer`: to the entry's query. */
export function rowOf(entry: MenuEntry, facts: MenuFacts, answer?: unknown) {
  const { icon, title, hint, value, badge, to }: MenuEntryBase<never> = entry
  const known = { ...facts, answer } as never
  const row = { icon, title: valueOf(title, known), hint, value: valueOf(value, known), to }
  return { ...row, badge: badge?.(known) ?? 0 }
}

export const byPlace = (place: MenuList) => (a: MenuEntry, b: MenuEntry): number =>
  a.at[place]! - b.at[place]!

/** The rows that are the same for everybody: nothing is asked for them. */
export function commonRows(place: 'home.city') {
  const nobody = { place, me: null, isSignedIn: false, drafts: 0, waiting: 0, spendable: undefined }
  return registeredEntries()
    .filter(entry => isSeen(entry, nobody))
    .sort(byPlace(place))
    .map(entry => rowOf(entry, nobody))
}
