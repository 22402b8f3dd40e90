import type { Deed } from '#client/features/reports/desk/desk-actions.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import { failureText } from '#client/app/forms/problems.ts'
import { savedTexts } from '#client/app/forms/saved-text.ts'
import { sendNow } from '#client/sync/outbox.ts'
import { uuidv7 } from 'uuidv7'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

/** How long an act can be taken back before it leaves (ms). */
export const HELD_MS = 10_000
/** An act so long past its time (ms) was left behind by a tab that was closed. */
const LEFT_BEHIND_MS = 30_000
const TICK_MS = 250

interface Decided {
  readonly reportId: string
  /** As a person names it: #61. */
  readonly report: string
  /** What was decided: 受理. */
  readonly label: string
  readonly deed: Deed
  readonly name: CommandName
  readonly input: CommandInput<CommandName>
}
export interface HeldAct extends Decided {
  readonly key: string
  readonly leavesAt: number
  /** Why it was not done, as a sentence. */
  readonly problem?: string | undefined
}

/**
 * Acts that were decided and leave ten seconds later. Each is saved on this computer before that: if the tab
 * is closed meanwhile, it does not leave by itself, for by then others may have acted, but stands in `stuck`
 * when the desk is opened again within a day.
 */
export function useHeldActs(onDone: () => unknown = () => {}) {
  const saved = savedTexts('held-act')
  const acts = shallowRef<readonly HeldAct[]>(saved.all().flatMap(parsed))
  const sending = ref(new Set<string>())
  const now = ref(Date.now())
  const isOurs = new Set<string>()

  const waiting = computed(() => acts.value.filter(({ key, problem }) => isOurs.has(key) && !problem))
  const stuck = computed(() => acts.value.filter(({ key, problem, leavesAt }) =>
    problem !== undefined || (!isOurs.has(key) && now.value > leavesAt + LEFT_BEHIND_MS)))
  const secondsLeft = ({ leavesAt }: HeldAct) => Math.max(0, Math.ceil((leavesAt - now.value) / 1000))

  function put(act: HeldAct) {
    acts.value = [...acts.value.filter(({ key }) => key !== act.key), act]
    saved.save(act.key, JSON.stringify(act))
  }
  function drop(key: string) {
    acts.value = acts.value.filter(each => each.key !== key)
    saved.drop(key)
  }

  function hold(decided: Decided) {
    const act = { ...decided, key: uuidv7(), leavesAt: Date.now() + HELD_MS }
    isOurs.add(act.key)
    put(act)
  }

  /** Takes back the last act that has not left; returns it. */
  function takeBack(key = waiting.value.findLast(act => !sending.value.has(act.key))?.key) {
    const act = waiting.value.find(each => each.key === key)
    if (!act || sending.value.has(act.key)) return undefined
    drop(act.key)
    return act
  }

  async function leave(act: HeldAct) {
    if (sending.value.has(act.key)) return
    isOurs.add(act.key)
    sending.value.add(act.key)
    const problem = failureText(await sendNow(act.name, act.input))
    sending.value.delete(act.key)
    if (problem === '') drop(act.key)
    else put({ ...act, problem })
    await onDone()
  }

  const timer = setInterval(() => {
    now.value = Date.now()
    for (const act of waiting.value) {
      if (act.leavesAt <= now.value) void leave(act)
    }
  }, TICK_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    // Whoever goes to another page has decided; only a closed tab leaves things open.
    for (const act of waiting.value) void leave(act)
  })

  return { waiting, stuck, secondsLeft, hold, takeBack, leave, drop }
}

/** An act as it was saved; none of what is damaged. */
function parsed(text: string): HeldAct[] {
  try {
    return [JSON.parse(text) as HeldAct]
  }
  catch {
    return []
  }
}
