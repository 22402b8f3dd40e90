import type { LocationQuery } from 'vue-router'
import { AreaCode } from '#shared/kernel/fields.ts'
import { is } from 'valibot'

/** What a list can be narrowed by; its `key` stands in the address with the value, so that it is a link. */
export type Filter =
  | { readonly key: string, readonly label: string, readonly kind: 'area' }
  | { readonly key: string, readonly label: string, readonly kind: 'day' }
  | {
    readonly key: string
    readonly label: string
    readonly kind: 'choice'
    readonly choices: readonly { readonly value: string, readonly label: string }[]
  }
/** The values that are set, by key. */
export type Filtered = Readonly<Record<string, string>>

const day = /^\d{4}-\d{2}-\d{2}$/

function isKnown(filter: Filter, value: string): boolean {
  switch (filter.kind) {
    case 'area': return is(AreaCode, value)
    case 'day': return day.test(value) && !Number.isNaN(Date.parse(value))
    case 'choice': return filter.choices.some(choice => choice.value === value)
  }
}

/** The filters that an address sets; keys and values that the list doesn't know are left out. */
export const filteredIn = (query: LocationQuery, filters: readonly Filter[]): Filtered =>
  Object.fromEntries(filters.flatMap((filter) => {
    const value = query[filter.key]
    return typeof value === 'string' && isKnown(filter, value) ? [[filter.key, value]] : []
  }))

/** The choices of names by code. */
export const choicesOf = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([value, label]) => ({ value, label }))
