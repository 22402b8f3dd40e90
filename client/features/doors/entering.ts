import type { Entering } from './outcome.ts'
import { useOnline } from '#client/app/device/network.ts'
import { keptInTab } from '#client/app/forms/kept-typed.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { ask } from '#client/sync/ask.ts'
import { sendNow, useOutbox } from '#client/sync/outbox.ts'
import { EPOCH_MS, readDoorCode } from '#shared/doors/passes.ts'
import { uuidv7 } from 'uuidv7'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useLockAnswer } from './lock-answer.ts'
import { outcomeOf, refused } from './outcome.ts'

/** So long somebody at a door waits for the server. */
const ANSWER_MS = 3_000
/** Clocks that differ by more are worth a sentence: a code is shown for a quarter of a minute. */
const CLOCKS_APART_MS = 45_000
const VIBRATION = [120, 60, 120]

/** The same code looked at again, after a reload or from the history, is the same entry. */
function entryOf(code: string, shownAt: number) {
  const kept = keptInTab(`entry-${code}`)
  const isAgain = kept.value !== ''
  const apartMs = shownAt - Date.now()
  kept.value ||= `${uuidv7()} ${Math.abs(apartMs) > CLOCKS_APART_MS ? Math.round(apartMs) : 0}`
  const [entryId = '', aheadMs] = kept.value.split(' ')
  return { entryId, aheadMs: Number(aheadMs), isAgain }
}

const patience = () => new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), ANSWER_MS))

/** Going in with a scanned door code: by the server where it answers, else by the pass. */
export function useEntering(code: string) {
  const outbox = useOutbox()
  const online = useOnline()
  const read = readDoorCode(code)
  const { entryId, aheadMs, isAgain } = entryOf(
    code,
    read ? (read.message.epoch + 0.5) * EPOCH_MS : Date.now(),
  )
  const at = shallowRef<Entering>({ kind: 'asking' })
  const { problem, send } = useCommand()
  let isOver = false

  /** Saves the code on the phone, as proof that somebody stood there. */
  async function save(): Promise<Entering> {
    await send('stations.checkIn', { entryId, code })
    return { kind: 'kept', trouble: problem.value }
  }

  /** This page has asked before: what became of it, as far as the outbox or the server knows. */
  async function before(): Promise<Entering | undefined> {
    const checkIns = outbox.of('stations.checkIn').waiting
    if (checkIns.some(({ envelope }) => envelope.input.entryId === entryId))
      return { kind: 'kept', trouble: '' }
    const known = online.value ? await ask('stations.entry', { entryId }) : undefined
    return known?.state === 'open' || known?.state === 'opening' ? { kind: known.state } : undefined
  }

  async function enter() {
    if (!read) return void (at.value = refused({ code: 'stations.codeWrong' }))
    const known = isAgain ? await before() : undefined
    if (known) return void (at.value = known)
    const answer = online.value
      ? sendNow('stations.enter', { entryId, code })
      : Promise.resolve('unreachable' as const)
    const reply = await Promise.race([answer, patience()])
    if (isOver) return
    at.value = outcomeOf(reply) ?? await save()
    if (reply === undefined) at.value = outcomeOf(await answer) ?? at.value // Late, it counts all the same.
  }

  watch(() => at.value.kind, kind => kind === 'open' && !isOver && navigator.vibrate?.(VIBRATION))
  onScopeDispose(() => isOver = true)
  useLockAnswer(at, entryId)
  void enter()
  return { at, number: read?.message.station ?? 0, aheadMs }
}
