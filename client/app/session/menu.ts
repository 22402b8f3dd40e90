import type { Me } from '#shared/identity/schemas.ts'
import type { Ref } from 'vue'
import type { MenuFacts, MenuList } from '../feature.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { isOneOf, riders } from '#shared/identity/roles.ts'
import { computed } from 'vue'
import { registeredEntries } from '../registry.ts'
import { useDraftCount } from './draft-count.ts'
import { byPlace, isSeen, rowOf } from './menu-rows.ts'
import { usePointsShown } from './points-shown.ts'
import { useSession } from './session.ts'
import { useShownCommands } from './shown-commands.ts'

/**
 * The links that features add to a page, for whoever opens it: by place, the rows as `LinkCell` takes them.
 * Asks only those queries whose entries are seen.
 */
export function useMenu(me: () => Me | null, places: readonly MenuList[]) {
  const session = useSession()
  const { waiting, returned } = useShownCommands()
  const { spendable } = usePointsShown(() => isOneOf(me(), riders))
  const drafts = useDraftCount()
  const factsOf = (place: MenuList): MenuFacts => ({
    place,
    me: me(),
    isSignedIn: session.isSignedIn,
    drafts: drafts.value,
    waiting: waiting.value.length + returned.value.length,
    spendable: spendable.value,
  })

  const entries = registeredEntries()
    .filter(({ at }) => places.some(place => at[place] !== undefined))
    .map((entry) => {
      if (entry.query === undefined) return { entry }
      const isAsked = () => me() !== null && places.some(place => isSeen(entry, factsOf(place)))
      const { answer } = useAnswer(entry.query, () => isAsked() ? {} as never : null)
      return { entry, answer: answer as Ref<unknown> }
    })

  const rowsOf = (place: MenuList) => entries
    .filter(({ entry }) => isSeen(entry, factsOf(place)))
    .sort((a, b) => byPlace(place)(a.entry, b.entry))
    .map(({ entry, answer }) => rowOf(entry, factsOf(place), answer?.value))
  const rows = computed(() => Object.fromEntries(places.map(place => [place, rowsOf(place)])))
  return (place: MenuList) => rows.value[place] ?? []
}
