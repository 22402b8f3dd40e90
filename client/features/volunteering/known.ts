import type { AnswerView, UseAnswer } from '#client/sync/ask.ts'
import type { ActivityBrief, ActivityView } from '#shared/volunteering/activities.ts'
import type { TeamBrief, TeamView } from '#shared/volunteering/teams.ts'
import type { Ref } from 'vue'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { computed } from 'vue'

/** A thing as far as this phone knows it: its own answer, or its row in a saved list. */
type Known<Row, Whole extends Row> = Row & Partial<Omit<Whole, keyof Row>>
export type KnownActivity = Known<ActivityBrief, ActivityView>
export type KnownTeam = Known<TeamBrief, TeamView>

interface One<Thing> extends Pick<UseAnswer<never>, 'view'> { answer: Ref<Thing | undefined> }
interface List<Thing> { rows: readonly Thing[], state: AnswerView['state'], askedAt: number | undefined }

/**
 * One thing's own answer; without one, its row in the list that was asked last, with `isFromList` true and
 * `view` with that list's age. `lists` is read only while the own answer is missing.
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

/** One activity; one that was never opened comes from a saved list, also without a network. */
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

/** One team, in the same way. `refresh` asks again for its own answer and the lists. */
export function useKnownTeam(id: () => string) {
  const one = useAnswer('teams.one', () => ({ teamId: id() }))
  const near = useAnswer('teams.near', () => one.state.value === 'failed' ? {} : null)
  const known = useKnown<KnownTeam>(id, one, () =>
    [{ rows: near.answer.value ?? [], state: near.state.value, askedAt: near.askedAt.value }])
  return { ...known, refresh: one.refresh }
}
