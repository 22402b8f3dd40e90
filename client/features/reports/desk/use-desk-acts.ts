import type { UseAnswer } from '#client/sync/ask.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import type { Ref } from 'vue'
import type { DeskAction, DeskPart } from './desk-actions.ts'
import { useForm } from '#client/app/forms/use-form.ts'
import { useSession } from '#client/app/session/session.ts'
import { computed, ref } from 'vue'
import { actionsFor, emptyForms, isMove, partsAtDesk } from './desk-actions.ts'
import { deskForm } from './desk-form.ts'

/** A desk's act as it will be sent. */
export interface DeskAct {
  readonly name: CommandName
  readonly input: CommandInput<CommandName>
  readonly action: DeskAction
}
interface Options {
  /** Called instead of sending; returns false for an act that has to be sent at once. */
  readonly hold?: (act: DeskAct) => boolean
}

/** What may be done with one report, and the form of the act that was chosen. */
export function useDeskActs(
  id: string,
  { answer: report, refresh }: Pick<UseAnswer<'reports.one'>, 'answer' | 'refresh'>,
  { hold = () => false }: Options = {},
) {
  const may = useMayDo(report)
  const chosen = ref<DeskAction>()
  // The last step when the action was chosen: the report may change behind the open form.
  const seen = ref<string>()
  const isFormOpen = ref(false)
  // Text and photos are saved by report, over closing the sheet, a missing network and the app's end.
  const { form: forms, photos, photoSaving, problem, refusal, isBusy, check, submit } = useForm({
    ...deskForm(id, () => chosen.value!, {
      seen: () => seen.value,
      as: () => may.isTwofold.value ? may.part.value : undefined,
      me: () => may.me(),
    }),
    saveAs: `desk-${id}`,
    empty: emptyForms,
    hasPhotos: true,
    rest: filled => ({ ...filled, [chosen.value!.to]: emptyForms()[chosen.value!.to] }),
  })
  const takesInput = ({ needs, mayHaveText }: DeskAction) => needs.length > 0 || mayHaveText

  async function choose(action: DeskAction) {
    problem.value = ''
    chosen.value = action
    seen.value = report.value?.lastStep
    if (takesInput(action)) isFormOpen.value = true
    else await send()
  }

  /**
   * True until the page shows the act that was just done, because the next act has to name that step as seen.
   */
  const isCatchingUp = ref(false)

  /** Whether `hold` took the act. */
  function isHeld(): boolean {
    const action = chosen.value!
    const command = check()
    if (!command || !hold({ ...command, action })) return false
    forms.value = { ...forms.value, [action.to]: emptyForms()[action.to] }
    isFormOpen.value = false
    return true
  }

  async function send() {
    if (isHeld() || problem.value !== '') return
    isCatchingUp.value = true
    // The form closes on a conflict too, because the changed report is shown beneath it.
    if (await submit() || refusal.value?.code === 'reports.changedMeanwhile') isFormOpen.value = false
    await refresh()
    isCatchingUp.value = false
  }

  const form = { isFormOpen, forms, photos, photoSaving, problem, isBusy }
  return { ...may, ...form, chosen, isCatchingUp, choose, send }
}

/** The acts that the table of moves has for whoever looks at a report, and why there may be none. */
function useMayDo(report: Ref<ReportView | undefined>) {
  const session = useSession()
  const parts = computed(() => report.value?.desk?.parts ?? partsAtDesk(session.me))
  const chosenPart = ref<DeskPart | null>(null)
  const part = computed({
    get: () => parts.value.find(each => each === chosenPart.value) ?? parts.value[0] ?? 'staff',
    set: each => chosenPart.value = each,
  })
  const isTwofold = computed(() => parts.value.length > 1)
  const actions = computed(() =>
    report.value ? actionsFor(report.value, part.value, session.me?.accountId) : [])
  /** Why no move is offered; empty where one is. */
  const whyNone = computed(() => {
    const { state, desk } = report.value ?? {}
    if (desk?.isOwn) return '这是你自己上报或拍照的，要由别的同事处理'
    if (desk?.awaitsOther && state === 'filed') return '这条是你不受理的，要由别的同事复核'
    if (actions.value.some(({ to }) => isMove(to))) return ''
    return state === 'resolved' ? '已提交，等上报人确认' : '现在没有要办的'
  })
  return { parts, part, isTwofold, actions, whyNone, me: () => session.me?.accountId }
}
