import type { DeskReports } from '#shared/reports/desk-schemas.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { computed, ref, shallowRef } from 'vue'

type Row = DeskReports['reports'][number]
/** The result for one report; it has a reason if the decision failed. */
interface Outcome { readonly id: string, readonly number: number, readonly problem: string }
export type Decision = { readonly to: 'accepted' } | { readonly to: 'declined', readonly words: string }

/** Whether a report waits for the decision that several may get at once. */
export const mayPick = ({ state, isOwn }: Row): boolean => state === 'filed' && !isOwn

/**
 * 批量受理、不受理: several reports picked from the list get one decision, each by a command of its own. What was
 * changed meanwhile is refused as ever, and named in `outcomes`.
 */
export function useBulk(rows: () => readonly Row[]) {
  const { problem, refusal, send } = useCommand()
  const isPicking = ref(false)
  const picked = shallowRef<ReadonlySet<string>>(new Set())
  const left = ref(0)
  const outcomes = shallowRef<readonly Outcome[]>([])
  const chosen = computed(() => rows().filter(row => picked.value.has(row.id) && mayPick(row)))

  function pick(ids: readonly string[], isOn: boolean) {
    const others = [...picked.value].filter(id => !ids.includes(id))
    picked.value = new Set(isOn ? [...others, ...ids] : others)
  }

  function stop() {
    isPicking.value = false
    picked.value = new Set()
  }

  /**
   * Decides on the picked reports one after another, as long as they stay picked: 取消 ends it. If the server
   * doesn't answer, the rest stays picked.
   */
  async function decide(decision: Decision) {
    if (left.value > 0) return
    const meant = chosen.value
    const done: Outcome[] = []
    outcomes.value = []
    for (const [at, { id, number, lastStep }] of meant.entries()) {
      if (!picked.value.has(id)) continue
      left.value = meant.length - at
      const seen = lastStep === undefined ? {} : { seen: lastStep }
      const isDone = await send('reports.move', { reportId: id, ...seen, ...decision })
      if (!isDone && !refusal.value) break
      done.push({ id, number, problem: isDone ? '' : problem.value })
      pick([id], false)
    }
    left.value = 0
    outcomes.value = done
    if (picked.value.size === 0) isPicking.value = false
    // Refusals are listed with the reports' numbers; `problem` keeps only why the rest was not sent.
    if (refusal.value) problem.value = ''
  }

  return { isPicking, picked, chosen, left, outcomes, problem, pick, stop, decide }
}
