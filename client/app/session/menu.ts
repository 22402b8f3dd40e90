import type { Me } from '#shared/identity/schemas.ts'
import type { Ref } from 'vue'
import type { MenuEntry, MenuEntryBase, MenuFacts, MenuList } from '../feature.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { riders } from '#shared/identity/roles.ts'
import { computed } from 'vue'
import { registeredEntries } from '../registry.ts'
import { useDraftCount } from './draft-count.ts'
import { usePointsShown } from './points-shown.ts'
import { useSession } from './session.ts'
import { useShownCommands } from './shown-commands.ts'

const isRider = (me: Me | null) => me !== null && (riders as readonly string[]).includes(me.role)
const valueOf = <Facts, Value>(field: Value | ((facts: Facts) => Value), facts: Facts): Value =>
  typeof field === 'function' ? (field as (facts: Facts) => Value)(facts) : field

/**
 * The links that features add to a page, for whoever opens it: by place, the rows as `LinkCell` takes them.
 * Asks only those queries whose entries are seen.
 */
export function useMenu(me: () => Me | null, places: readonly MenuList[]) {
  const session = useSession()
  const { waiting, returned } = useShownCommands()
  const { spendable } = usePointsShown(() => isRider(me()))
  const drafts = useDraftCount()
  const factsOf = (place: MenuList): MenuFacts => ({
    place,
    me: me(),
    isSignedIn: session.isSignedIn,
    drafts: drafts.value,
    waiting: waiting.value.length + returned.value.length,
    spendable: spendable.value,
  })

  const isSeen = (entry: MenuEntry, place: MenuList) => {
    const role = me()?.role
    return entry.at[place] !== undefined
      && (entry.for === undefined || (role !== undefined && entry.for.includes(role)))
      && (entry.if?.(factsOf(place)) ?? true)
  }
  const entries = registeredEntries()
    .filter(({ at }) => places.some(place => at[place] !== undefined))
    .map((entry) => {
      if (entry.query === undefined) return { entry }
      const isAsked = () => me() !== null && places.some(place => isSeen(entry, place))
      const { answer } = useAnswer(entry.query, () => isAsked() ? {} as never : null)
      return { entry, answer: answer as Ref<unknown> }
    })

  const rowsOf = (place: MenuList) => entries
    .filter(({ entry }) => isSeen(entry, place))
    .sort((a, b) => a.entry.at[place]! - b.entry.at[place]!)
    .map(({ entry, answer }) => {
      const { icon, title, hint, value, badge, to }: MenuEntryBase<never> = entry
      const facts = { ...factsOf(place), answer: answer?.value } as never
      const row = { icon, title: valueOf(title, facts), hint, value: valueOf(value, facts), to }
      return { ...row, badge: badge?.(facts) ?? 0 }
    })
  const rows = computed(() => Object.fromEntries(places.map(place => [place, rowsOf(place)])))
  return (place: MenuList) => rows.value[place] ?? []
}
