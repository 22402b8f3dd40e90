import type { Decision } from '#client/features/reports/desk/bulk.ts'
import type { DeskAct } from '#client/features/reports/desk/use-desk-acts.ts'
import type { QueuedReport } from '#shared/console/schemas.ts'
import type { Ref } from 'vue'
import { say } from '#client/app/said.ts'
import { isMove } from '#client/features/reports/desk/desk-actions.ts'
import { computed, nextTick, ref } from 'vue'
import { useHeldActs } from './held-acts.ts'
import { usePicking } from './use-picking.ts'

/** Deeds that move no state and still leave nothing to do about the report for now, so the next one opens. */
const settling: readonly string[] = ['asked', 'planned', 'handedOver']
export const isWide = () => window.matchMedia('(min-width: 1024px)').matches

interface Deciding {
  /** The queue as the server has it. */
  readonly items: () => readonly QueuedReport[]
  readonly isStaff: Ref<boolean>
  /** Shows a report and brings the focus to its row; without one, to the head of the list. */
  readonly select: (id: string | undefined) => Promise<void>
  readonly refresh: () => unknown
}

/** What is decided about the reports of the queue, one by one or several at once. */
export function useDeciding({ items, isStaff, select, refresh }: Deciding) {
  const held = useHeldActs(refresh)
  const rows = computed(() => {
    const gone = new Set(held.waiting.value
      .filter(({ deed }) => isMove(deed) || settling.includes(deed))
      .map(({ reportId }) => reportId))
    return items().filter(({ id }) => !gone.has(id))
  })
  const picking = usePicking(rows, isStaff)
  const placeOf = (id: string | undefined) => rows.value.findIndex(row => row.id === id)

  async function hold({ name, input, action }: DeskAct, report: string) {
    const reportId = (input as { reportId: string }).reportId
    const next = rows.value[placeOf(reportId) + 1] ?? rows.value[placeOf(reportId) - 1]
    held.hold([{ reportId, report, label: action.label, deed: action.to, name, input }])
    if (!isMove(action.to) && !settling.includes(action.to)) return say(`${action.label}，10 秒后发出`)
    // Waits until the sheet has closed and has returned the focus to an element that may be gone.
    await nextTick()
    await select(isWide() ? next?.id : undefined)
  }

  /** One decision about all that are picked, each as an act of its own, made on the step that was seen. */
  async function decide(decision: Decision) {
    const meant = picking.chosen.value
    if (meant.length === 0) return
    const last = placeOf(meant.at(-1)!.id)
    const isLeft = ({ id }: QueuedReport) => !picking.isPicked(id)
    const next = rows.value.slice(last).find(isLeft) ?? rows.value.filter(isLeft).at(-1)
    const label = decision.to === 'accepted' ? '受理' : '不受理'
    held.hold(meant.map(({ id, number, lastStep }) => ({
      ...{ reportId: id, report: `#${number}`, label, deed: decision.to, name: 'reports.move' as const },
      input: { reportId: id, ...lastStep !== undefined && { seen: lastStep }, ...decision },
    })))
    picking.stop()
    await nextTick()
    await select(next?.id)
  }

  async function takeBack(key?: string) {
    const acts = held.takeBack(key)
    const [first] = acts
    if (!first) return
    say(`已撤回：${acts.length > 1 ? `${acts.length} 条` : first.report} ${first.label}`)
    await select(first.reportId)
  }

  const bulk = { chosen: picking.chosen, left: ref(0), problem: ref(''), stop: picking.stop, decide }
  return { held, rows, placeOf, picking, bulk, hold, takeBack }
}
