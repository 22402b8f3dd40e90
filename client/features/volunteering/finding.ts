import type { Place } from '#shared/kernel/fields.ts'
import type { ActivityBrief, FindActivities } from '#shared/volunteering/activities.ts'
import type { ActivityKind, Skill } from '#shared/volunteering/rules.ts'
import type { Ref } from 'vue'
import { timeNow, useNow } from '#client/app/device/now.ts'
import { minuteOf } from '#client/app/forms/times.ts'
import { day as dayText } from '#client/app/words/index.ts'
import { ask, useAnswer } from '#client/sync/ask.ts'
import { entryRef } from '#client/ui/entry-ref.ts'
import { DAY_MINUTES, DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { isBetween } from '#shared/volunteering/rules.ts'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { isFree } from './words.ts'

/** `day`: 'today', 'tomorrow', 'weekend' or a day as 2026-11-30; `from`, `to`: times as 14:00, '' for any. */
export interface When { day: string | null, from: string, to: string }
export interface Wanted extends When {
  isFree: boolean
  fits: boolean
  isNear: boolean
  kind: ActivityKind | null
  skill: Skill | null
  teamId: string | null
}
/** An activity with its distance (m); null while nobody knows where the phone is. */
export interface Found { activity: ActivityBrief, metres: number | null }

/** The search without any condition. */
export const nothing: Wanted = {
  isFree: false,
  fits: false,
  isNear: false,
  kind: null,
  skill: null,
  teamId: null,
  day: null,
  from: '',
  to: '',
}
export const isNothing = (wanted: Wanted): boolean =>
  (Object.keys(nothing) as (keyof Wanted)[]).every(key => (wanted[key] || null) === (nothing[key] || null))

/** The search, saved with the entry of the browser's history. */
export const useWanted = (): Wanted => reactive({
  isFree: entryRef('free', false),
  fits: entryRef('fits', false),
  isNear: entryRef('near', false),
  kind: entryRef<ActivityKind | null>('kind', null),
  skill: entryRef<Skill | null>('skill', null),
  teamId: entryRef<string | null>('team', null),
  day: entryRef<string | null>('day', null),
  from: entryRef('from', ''),
  to: entryRef('to', ''),
})

/** The first and the last day of the choice; on a Sunday the weekend is that day alone. */
export function daysOf(day: string, now: number): { from: string, to: string } {
  const inDays = (days: number) => dayOf(now + days * DAY_MS)
  if (day === 'today') return { from: inDays(0), to: inDays(0) }
  if (day === 'tomorrow') return { from: inDays(1), to: inDays(1) }
  if (day !== 'weekend') return { from: day, to: day }
  const weekday = new Date(`${inDays(0)}T00:00:00Z`).getUTCDay()
  const sunday = (7 - weekday) % 7
  return { from: inDays(Math.max(0, sunday - 1)), to: inDays(sunday) }
}
/** The hours that somebody has between two shifts; undefined for any. 00:00 ends the day. */
export const hoursWanted = ({ from, to }: Pick<When, 'from' | 'to'>) =>
  from === '' && to === '' ? undefined : { from: minuteOf(from) || 0, to: minuteOf(to) || DAY_MINUTES }

const dayNames: Record<string, string> = { today: '今天', tomorrow: '明天', weekend: '周末' }
/** 周末 14:00–17:00; empty where any time will do. */
export function whenWanted({ day, from, to }: When): string {
  const hours = from && to ? `${from}–${to}` : from ? `${from} 以后` : to ? `${to} 以前` : ''
  return [day && (dayNames[day] ?? dayText(day)), hours].filter(Boolean).join(' ')
}

const HUNDRED_METRES = 1_000
const coarse = (degrees: number) => Math.round(degrees * HUNDRED_METRES) / HUNDRED_METRES

/** The query's input. The place is rounded to a hundred metres and sent only to sort by it. */
export function inputOf(wanted: Wanted, here: Place | null, now = timeNow()): FindActivities {
  const { isFree, fits, isNear, kind, skill, teamId, day } = wanted
  const between = hoursWanted(wanted)
  return {
    ...day && daysOf(day, now),
    ...between && { between },
    ...isFree && { isFree },
    ...fits && { fits },
    ...kind && { kinds: [kind] },
    ...skill && { skills: [skill] },
    ...teamId && { teamId },
    ...isNear && here && { near: { latitude: coarse(here.latitude), longitude: coarse(here.longitude) } },
  }
}

const isOn = ({ startsAt }: ActivityBrief, { from, to }: { from: string, to: string }) =>
  dayOf(startsAt) >= from && dayOf(startsAt) <= to

/** Applies the same search to rows on the phone, without a network; it can't filter by team. */
export function choose(rows: readonly ActivityBrief[], wanted: Wanted, now = timeNow()): ActivityBrief[] {
  const days = wanted.day && daysOf(wanted.day, now)
  const between = hoursWanted(wanted)
  return rows.filter(each =>
    (!wanted.isFree || isFree(each))
    && (!wanted.fits || each.clash === null)
    && (wanted.kind === null || each.kind === wanted.kind)
    && (wanted.skill === null || each.skills.includes(wanted.skill))
    && (!days || isOn(each, days))
    && (!between || isBetween(each, between)))
}

/** The rows with their distances; with `isNear` the nearest first. */
export function withDistance(rows: readonly ActivityBrief[], here: Place | null, isNear: boolean): Found[] {
  const found = rows.map((activity): Found => ({ activity, metres: here && distanceM(here, activity.place) }))
  return isNear ? found.sort((a, b) => (a.metres ?? 0) - (b.metres ?? 0)) : found
}

/** Groups rows by the day on which they begin, in the given order. */
export function byDay(found: readonly Found[]): { day: string, found: Found[] }[] {
  const days = new Map<string, Found[]>()
  for (const each of found) {
    const day = dayOf(each.activity.startsAt)
    days.set(day, [...days.get(day) ?? [], each])
  }
  return [...days].map(([day, of]) => ({ day, found: of }))
}

/**
 * The activities that one may join, page after page, with what was chosen. Whenever the first page was
 * answered, the further rows are asked for again; without a network they stay.
 */
export function useFound(wanted: Wanted, here: () => Place | null) {
  const now = useNow()
  const input = computed(() => inputOf(wanted, here(), now.value))
  const { answer: all, askedAt: allAskedAt, view: allView } = useAnswer('activities.open', {})
  const isChosen = computed(() => Object.keys(input.value).length > 0)
  const chosen = () => isChosen.value ? input.value : null
  const { answer, askedAt, state, view } = useAnswer('activities.open', chosen)
  /** Without a network the search runs on the rows that the phone has. */
  const isByPhone = computed(() => isChosen.value && !answer.value && state.value === 'failed')
  const first = computed(() => {
    if (!isChosen.value) return all.value
    return answer.value ?? (isByPhone.value && all.value
      ? { activities: choose(all.value.activities, wanted, now.value), hasMore: false }
      : undefined)
  })
  const { rows, paging } = useFurther(first, () => isChosen.value ? askedAt.value : allAskedAt.value, input)
  return {
    rows,
    paging,
    view: computed(() => isChosen.value && !isByPhone.value ? view.value : allView.value),
  }
}

type First = Ref<{ readonly activities: ActivityBrief[], readonly hasMore: boolean } | undefined>
/** The rows of a first page and those below it that were fetched by hand. Another input is another list. */
function useFurther(first: First, askedAt: () => number | undefined, input: Ref<FindActivities>) {
  const further = shallowRef<ActivityBrief[]>([])
  const [hasMore, isFetching, failed] = [ref(false), ref(false), ref(false)]
  const list = computed(() => JSON.stringify(input.value))
  watch(list, () => {
    further.value = []
    isFetching.value = failed.value = false
  }, { flush: 'sync' })
  watch([first, askedAt], ([page]) => {
    if (further.value.length > 0) return void askAgain(further.value.length)
    hasMore.value = page?.hasMore ?? false
  }, { immediate: true })

  const askAfter = (after: number) =>
    ask('activities.open', { ...input.value, after }, { isSaved: false })

  /** So many rows below the first page; without an answer the old ones stay. */
  async function askAgain(wantedRows: number) {
    const [asked, page] = [list.value, first.value]
    const begin = page?.activities.length ?? 0
    const found: ActivityBrief[] = []
    let isMore = page?.hasMore ?? false
    while (isMore && found.length < wantedRows) {
      const next = await askAfter(begin + found.length)
      if (!next || asked !== list.value || page !== first.value) return
      found.push(...next.activities)
      isMore = next.hasMore
    }
    further.value = found
    hasMore.value = isMore
  }

  async function fetchMore() {
    const [asked, page] = [list.value, first.value]
    isFetching.value = true
    const next = await askAfter((page?.activities.length ?? 0) + further.value.length)
    if (asked !== list.value) return
    isFetching.value = false
    failed.value = !next
    if (!next || page !== first.value) return
    further.value = [...further.value, ...next.activities]
    hasMore.value = next.hasMore
  }

  const rows = computed(() => {
    const top = first.value?.activities ?? []
    const seen = new Set(top.map(({ id }) => id))
    return [...top, ...further.value.filter(({ id }) => !seen.has(id))]
  })
  return { rows, paging: reactive({ hasMore, isFetching, failed, fetchMore }) }
}
