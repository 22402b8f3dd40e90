import type { AnswerView, UseAnswer } from '#client/sync/ask.ts'
import type { ActivityBrief, ActivityView } from '#shared/volunteering/activities.ts'
import type { TeamBrief, TeamView } from '#shared/volunteering/teams.ts'
import type { Ref } from 'vue'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { computed } from 'vue'

/** As far as this phone knows it: the whole, or what the row of a saved list says. */
type Known<Row, Whole extends Row> = Row & Partial<Omit<Whole, keyof Row>>
export type KnownActivity = Known<ActivityBrief, ActivityView>
export type KnownTeam = Known<TeamBrief, TeamView>

interface One<Thing> extends Pick<UseAnswer<never>, 'view'> { answer: Ref<Thing | undefined> }
interface List<Thing> { rows: readonly Thing[], state: AnswerView['state'], askedAt: number | undefined }

/**
 * One thing's answer. Where it can't be had, the row of the list that was asked for last; `isFromList` then,
 * and `view` with that list's age. The lists are to be asked for only while `isMissing`.
 */
function useKnown<Thing extends { id: string }>(
  id: () => string,
  { answer, view }: One<Thing>,
  lists: () => List<Thing>[],
) {
  const isMissing = () => view.value.state === 'failed'
  const seen = computed(() => (isMissing() ? lists() : [])
    .flatMap(({ rows, askedAt = 0 }) => rows.map(row => ({ row, askedAt })))
    .filter(({ row }) => row.id === id())
    .sort((one, other) => other.askedAt - one.askedAt)[0])
  const isReading = computed(() => isMissing() && lists().some(({ state }) => state === 'loading'))
  return {
    known: computed((): Thing | undefined => answer.value ?? seen.value?.row),
    isFromList: computed(() => seen.value !== undefined),
    view: computed((): AnswerView => {
      if (seen.value) return { ...view.value, hasAnswer: true, askedAt: seen.value.askedAt }
      return isReading.value ? { ...view.value, state: 'loading' } : view.value
    }),
  }
}

/** One activity; one that was never opened before is known by the lists, also without a network. */
export function useKnownActivity(id: () => string) {
  const session = useSession()
  const one = useAnswer('activities.one', () => ({ activityId: id() }))
  const isMissing = computed(() => one.state.value === 'failed')
  const open = useAnswer('activities.open', () => isMissing.value ? {} : null)
  const mine = useAnswer('activities.mine', () => isMissing.value && session.me ? {} : null)
  return useKnown<KnownActivity>(id, one, () => [
    { rows: open.answer.value?.activities ?? [], state: open.state.value, askedAt: open.askedAt.value },
    ...session.me
      ? [{
          rows: [...mine.answer.value?.coming ?? [], ...mine.answer.value?.over ?? []],
          state: mine.state.value,
          askedAt: mine.askedAt.value,
        }]
      : [],
  ])
}

/** One team, likewise. `refresh` asks for all of it again. */
export function useKnownTeam(id: () => string) {
  const one = useAnswer('teams.one', () => ({ teamId: id() }))
  const near = useAnswer('teams.near', () => one.state.value === 'failed' ? {} : null)
  const known = useKnown<KnownTeam>(id, one, () =>
    [{ rows: near.answer.value ?? [], state: near.state.value, askedAt: near.askedAt.value }])
  return { ...known, refresh: one.refresh }
}
