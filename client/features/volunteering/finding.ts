import type { Place } from '#shared/kernel/fields.ts'
import type { ActivityBrief, FindActivities } from '#shared/volunteering/activities.ts'
import type { Skill } from '#shared/volunteering/rules.ts'
import { ask, useAnswer } from '#client/sync/ask.ts'
import { entryRef } from '#client/ui/entry-ref.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { isFree } from './words.ts'

export interface Wanted {
  isFree: boolean
  fits: boolean
  isNear: boolean
  skill: Skill | null
  teamId: string | null
}
/** An activity with its distance (m); null while nobody knows where the phone is. */
export interface Found { activity: ActivityBrief, metres: number | null }

/** Everything is looked for. */
export const nothing: Wanted = { isFree: false, fits: false, isNear: false, skill: null, teamId: null }
export const isNothing = (wanted: Wanted): boolean =>
  !wanted.isFree && !wanted.fits && !wanted.isNear && !wanted.skill && !wanted.teamId

/** What was chosen stays with the entry of the history. */
export const useWanted = (): Wanted => reactive({
  isFree: entryRef('free', false),
  fits: entryRef('fits', false),
  isNear: entryRef('near', false),
  skill: entryRef<Skill | null>('skill', null),
  teamId: entryRef<string | null>('team', null),
})

const HUNDRED_METRES = 1_000
const coarse = (degrees: number) => Math.round(degrees * HUNDRED_METRES) / HUNDRED_METRES

/** What the server is asked; it learns a place to a hundred metres, and only to sort by it. */
export function inputOf({ isFree, fits, isNear, skill, teamId }: Wanted, here: Place | null): FindActivities {
  return {
    ...isFree && { isFree },
    ...fits && { fits },
    ...skill && { skills: [skill] },
    ...teamId && { teamId },
    ...isNear && here && { near: { latitude: coarse(here.latitude), longitude: coarse(here.longitude) } },
  }
}

/** The same choice among rows on the phone, for when there is no network; teams are not known here. */
export const choose = (
  rows: readonly ActivityBrief[],
  { isFree: wantsFree, fits, skill }: Wanted,
): ActivityBrief[] => rows.filter(each =>
  (!wantsFree || isFree(each))
  && (!fits || each.clash === null)
  && (skill === null || each.skills.includes(skill)))

/** With distances; with `isNear` the nearest first. */
export function withDistance(rows: readonly ActivityBrief[], here: Place | null, isNear: boolean): Found[] {
  const found = rows.map((activity): Found => ({ activity, metres: here && distanceM(here, activity.place) }))
  return isNear ? found.sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0)) : found
}

/** By the day on which they begin, in the order given. */
export function byDay(found: readonly Found[]): { day: string, found: Found[] }[] {
  const days = new Map<string, Found[]>()
  for (const each of found) {
    const day = dayOf(each.activity.startsAt)
    days.set(day, [...days.get(day) ?? [], each])
  }
  return [...days].map(([day, of]) => ({ day, found: of }))
}

/** The activities that one may join, page after page, with what was chosen. */
export function useFound(wanted: Wanted, here: () => Place | null) {
  const input = computed(() => inputOf(wanted, here()))
  const { answer: all, view: allView } = useAnswer('activities.open', {})
  const isChosen = computed(() => Object.keys(input.value).length > 0)
  const { answer, state, view } = useAnswer('activities.open', () => isChosen.value ? input.value : null)
  const further = shallowRef<ActivityBrief[]>([])
  const [hasMore, isFetching, failed] = [ref(false), ref(false), ref(false)]
  /** Without a network what the phone has is searched. */
  const isByPhone = computed(() => isChosen.value && !answer.value && state.value === 'failed')
  const first = computed(() => {
    if (!isChosen.value) return all.value
    return answer.value ?? (isByPhone.value && all.value
      ? { activities: choose(all.value.activities, wanted), hasMore: false }
      : undefined)
  })
  watch(first, (page) => {
    further.value = []
    hasMore.value = page?.hasMore ?? false
  }, { immediate: true })

  async function fetchMore() {
    const page = first.value
    isFetching.value = true
    const after = (page?.activities.length ?? 0) + further.value.length
    const next = await ask('activities.open', { ...input.value, after }, { isSaved: false })
    isFetching.value = false
    failed.value = !next
    if (!next || page !== first.value) return
    further.value = [...further.value, ...next.activities]
    hasMore.value = next.hasMore
  }

  const rows = computed(() => {
    const seen = new Map([...first.value?.activities ?? [], ...further.value].map(each => [each.id, each]))
    return [...seen.values()]
  })
  return {
    rows,
    paging: reactive({ hasMore, isFetching, failed, fetchMore }),
    view: computed(() => isChosen.value && !isByPhone.value ? view.value : allView.value),
  }
}
