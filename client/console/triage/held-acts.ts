import type { Deed } from '#client/features/reports/desk/desk-actions.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import { failureText } from '#client/app/forms/problems.ts'
import { savedTexts } from '#client/app/forms/saved-text.ts'
import { useSession } from '#client/app/session/session.ts'
import { ask } from '#client/sync/ask.ts'
import { sendNow } from '#client/sync/outbox.ts'
import { useEventListener, useIntervalFn } from '@vueuse/core'
import { uuidv7 } from 'uuidv7'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'

/** How long an act can be taken back before it leaves (ms). */
export const HELD_MS = 10_000
/** Without locks (no HTTPS), an act so long past its time (ms) is taken for left behind by a closed tab. */
const LEFT_BEHIND_MS = 30_000
const TICK_MS = 250
const LOOK_MS = 1_000
const CHANGED_HANDS = '发出以前这台电脑换了人登录'
const LOCK = 'little-bee-held-acts-'
/** This page's life. It has a lock for as long, by which other tabs know whether it still has its acts. */
const TAB = uuidv7()

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
  /** The id shared by acts that were decided together; they are taken back together. */
  readonly batch?: string
  readonly tab: string
  readonly leavesAt: number
  /** The act was being sent when its tab was closed, so nobody here knows whether it arrived. */
  readonly isLeaving?: boolean
  /** Why the act failed, as a sentence. */
  readonly problem?: string | undefined
}

/**
 * Acts that were decided and leave ten seconds later. Each is saved on this computer before that: if the tab
 * is closed meanwhile, it does not leave by itself, for by then others may have acted, but stands in `stuck`
 * when the desk is opened again within a day.
 */
export function useHeldActs(onDone: () => unknown = () => {}) {
  const { acts, isOurs, openTabs, put, drop } = useSavedActs()
  const session = useSession()
  const { accountId } = session
  const sending = ref(new Set<string>())
  const now = ref(Date.now())

  const waiting = computed(() => acts.value.filter(({ key, problem }) => isOurs.has(key) && !problem))
  const isLeftBehind = ({ tab, leavesAt }: HeldAct) =>
    openTabs.value ? !openTabs.value.has(tab) : now.value > leavesAt + LEFT_BEHIND_MS
  const stuck = computed(() => acts.value.filter(act =>
    act.problem !== undefined || (!isOurs.has(act.key) && isLeftBehind(act))))
  const secondsLeft = ({ leavesAt }: HeldAct) => Math.max(0, Math.ceil((leavesAt - now.value) / 1000))

  /** Holds what was decided about one report, or at once about several. */
  function hold(decided: readonly Decided[]) {
    const batch = decided.length > 1 ? { batch: uuidv7() } : {}
    now.value = Date.now() // The last tick was up to a quarter of a second ago.
    const leavesAt = now.value + HELD_MS
    for (const each of decided) put({ ...each, ...batch, key: uuidv7(), tab: TAB, leavesAt })
  }

  /** Takes back the last act that has not left, with those that were decided together with it. */
  function takeBack(key = waiting.value.filter(act => !sending.value.has(act.key)).at(-1)?.key) {
    const act = waiting.value.find(each => each.key === key)
    const acts = waiting.value.filter(each => each === act
      || (each.batch !== undefined && each.batch === act?.batch))
    const ours = acts.filter(each => !sending.value.has(each.key))
    for (const each of ours) drop(each.key)
    return ours
  }

  async function leave(act: HeldAct) {
    if (sending.value.has(act.key)) return
    // Somebody else has signed in by another tab: nobody acts by another's name.
    if (session.accountId !== accountId) return put({ ...act, problem: CHANGED_HANDS })
    sending.value.add(act.key)
    put({ ...act, tab: TAB, isLeaving: true })
    const problem = failureText(await sendNow(act.name, act.input))
    sending.value.delete(act.key)
    if (problem === '') drop(act.key)
    else put({ ...act, tab: TAB, problem })
    await onDone()
  }

  /**
   * Sends a refused act once more, with the report's newest step as seen: whoever repeats it has read what
   * happened meanwhile.
   */
  async function sendAgain({ problem, ...act }: HeldAct) {
    const seen = problem === undefined
      ? undefined
      : (await ask('reports.one', { reportId: act.reportId }, { isSaved: false }))?.lastStep
    await leave(seen === undefined ? act : { ...act, input: { ...act.input, seen } })
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

  return { waiting, stuck, secondsLeft, hold, takeBack, sendAgain, drop }
}

/** The acts as they lie on this computer, those of this desk in `isOurs`; and which tabs are open. */
function useSavedActs() {
  const saved = savedTexts('held-act')
  const isOurs = new Set<string>()
  const read = () => saved.all().flatMap(parsed)
  const acts = shallowRef<readonly HeldAct[]>(read())

  /** Reads the acts that another tab, or this desk before it was left, has saved, sent or taken back. */
  function readOthers() {
    const own = acts.value.filter(({ key }) => isOurs.has(key))
    acts.value = [...read().filter(({ key }) => !isOurs.has(key)), ...own]
  }
  useEventListener(window, 'storage', readOthers)
  const openTabs = useOpenTabs(() => {
    readOthers()
    return acts.value.some(({ key }) => !isOurs.has(key))
  })

  function put(act: HeldAct) {
    isOurs.add(act.key)
    const isNew = !acts.value.some(({ key }) => key === act.key)
    acts.value = isNew ? [...acts.value, act] : acts.value.map(each => each.key === act.key ? act : each)
    saved.save(act.key, JSON.stringify(act))
  }
  function drop(key: string) {
    acts.value = acts.value.filter(each => each.key !== key)
    saved.drop(key)
  }
  return { acts, isOurs, openTabs, put, drop }
}

/** The tabs open in this browser, looked up while `isMeant`; undefined where the browser has no locks. */
function useOpenTabs(isMeant: () => boolean) {
  const open = shallowRef<ReadonlySet<string>>()
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return open
  // Held until the page is gone.
  void locks.request(LOCK + TAB, { ifAvailable: true }, lock => lock && new Promise(() => {}))
  const look = async () => {
    const names = (await locks.query()).held?.map(({ name }) => name ?? '') ?? []
    const tabs = names.filter(name => name.startsWith(LOCK)).map(name => name.slice(LOCK.length))
    open.value = new Set([TAB, ...tabs])
  }
  if (isMeant()) void look()
  useIntervalFn(() => isMeant() && look(), LOOK_MS)
  return open
}

/** The acts in a saved text; none if it is damaged. */
function parsed(text: string): HeldAct[] {
  try {
    return [JSON.parse(text) as HeldAct]
  }
  catch {
    return []
  }
}
