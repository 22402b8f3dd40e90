import type { Entering } from './outcome.ts'
import { useOnline } from '#client/app/device/network.ts'
import { savedInTab } from '#client/app/forms/saved-text.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { ask } from '#client/sync/ask.ts'
import { sendNow, useOutbox } from '#client/sync/outbox.ts'
import { readDoorCode } from '#shared/doors/door-bytes.ts'
import { readTyped } from '#shared/doors/typed-digits.ts'
import { EPOCH_MS } from '#shared/proofs/codes.ts'
import { uuidv7 } from 'uuidv7'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useLockAnswer } from './lock-answer.ts'
import { outcomeOf, refused } from './outcome.ts'

/** How long somebody at a door waits for the server. */
const ANSWER_MS = 3_000
/** A larger difference between the clocks is mentioned: codes are shown for 15 s. */
const CLOCKS_APART_MS = 45_000
const VIBRATION = [120, 60, 120]

/** The entry for a code: opening the same page again, by a reload or from the history, is the same entry. */
function entryOf(code: string, shownAt: number) {
  const saved = savedInTab(`entry-${code}`)
  const isAgain = saved.value !== ''
  const apartMs = shownAt - Date.now()
  saved.value ||= `${uuidv7()} ${Math.abs(apartMs) > CLOCKS_APART_MS ? Math.round(apartMs) : 0}`
  const [entryId = '', aheadMs] = saved.value.split(' ')
  return { entryId, aheadMs: Number(aheadMs), isAgain }
}

const patience = () => new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), ANSWER_MS))

/** Enters with a scanned door code: by the server if it answers, else by the pass. */
export function useEntering(code: string) {
  const outbox = useOutbox()
  const online = useOnline()
  const read = readDoorCode(code)
  const typed = read ? undefined : readTyped(code)
  const { entryId, aheadMs, isAgain } = entryOf(
    code,
    read ? (read.message.epoch + 0.5) * EPOCH_MS : Date.now(),
  )
  const at = shallowRef<Entering>({ kind: 'asking' })
  const { problem, send } = useCommand()
  let isOver = false

  /** Saves a check-in with the code, which proves that somebody was there. */
  async function save(): Promise<Entering> {
    // Typed digits hold for a moment only, so a saved check-in could not prove anything by them.
    if (typed) return { kind: 'saved', trouble: '没连上网络，请用通行码开门：' }
    await send('stations.checkIn', { entryId, code })
    return { kind: 'saved', trouble: problem.value }
  }

  /** The outcome of an earlier visit to this page, as the outbox or the server knows it. */
  async function before(): Promise<Entering | undefined> {
    const checkIns = outbox.of('stations.checkIn').waiting
    if (checkIns.some(({ envelope }) => envelope.input.entryId === entryId))
      return { kind: 'saved', trouble: '' }
    const known = online.value ? await ask('stations.entry', { entryId }) : undefined
    return known?.state === 'open' || known?.state === 'opening' ? { kind: known.state } : undefined
  }

  async function enter() {
    if (!read && !typed) return void (at.value = refused({ code: 'stations.codeWrong' }))
    const known = isAgain ? await before() : undefined
    if (known) return void (at.value = known)
    const answer = online.value
      ? sendNow('stations.enter', { entryId, code })
      : Promise.resolve('unreachable' as const)
    const reply = await Promise.race([answer, patience()])
    if (isOver) return
    at.value = outcomeOf(reply) ?? await save()
    if (reply === undefined) at.value = outcomeOf(await answer) ?? at.value // A late answer counts too.
  }

  watch(() => at.value.kind, kind => kind === 'open' && !isOver && navigator.vibrate?.(VIBRATION))
  onScopeDispose(() => isOver = true)
  useLockAnswer(at, entryId)
  void enter()
  return { at, number: read?.message.station ?? typed?.station ?? 0, aheadMs }
}
