import type { ActivityView } from '#shared/volunteering/activities.ts'
import type { ActivityRoll, Attend } from '#shared/volunteering/attending.ts'
import type { Direction } from '../attending.ts'
import { timeNow } from '#client/app/device/now.ts'
import { useCommand } from '#client/app/forms/use-command.ts'
import { saveCodeKeys, savedCodeKey } from '#client/app/proofs/code-keys.ts'
import { judgeScannedPass } from '#client/app/proofs/held-pass.ts'
import { useRotatingCode } from '#client/app/proofs/rotating-code.ts'
import { say } from '#client/app/said.ts'
import { useSession } from '#client/app/session/session.ts'
import { refusalText } from '#client/app/words/index.ts'
import { ask } from '#client/sync/ask.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { readHeldPass } from '#shared/proofs/held-passes.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { ATTEND_AFTER_MS, ATTEND_BEFORE_MS } from '#shared/volunteering/rules.ts'
import { computed, ref, watch } from 'vue'
import { proofOf } from '../attending.ts'

export type Person = ActivityRoll['people'][number]
/** Somebody on the roll. `waits`: what this phone has read and not sent yet. */
export interface RollRow extends Person { waits: Direction | undefined }

/** A pass stays before the camera for a while and is read again (ms). */
const RECENT_MS = 60_000

const isThere = (row: RollRow | undefined) => row !== undefined && (row.inAt !== null || row.waits === 'in')
const boundOf = (activityId: string) => ({ purpose: 'activity' as const, subject: subjectOf(activityId) })

/**
 * The leader's rotating code. Its key is fetched in the day before the activity, and then works without a
 * network.
 */
export function useLeaderCode(id: () => string, activity: () => ActivityView | undefined) {
  const session = useSession()
  const { link, isLost, again } = useRotatingCode(() => boundOf(id()))
  const isFetching = ref(false)
  /** Whether the phone has the key of the day on which the first codes are shown. */
  const isReady = ref(false)
  const isDue = (now = timeNow()) => {
    const { startsAt = Infinity, endsAt = 0 } = activity() ?? {}
    return now >= startsAt - DAY_MS && now <= endsAt + ATTEND_AFTER_MS
  }

  async function fetchKeys() {
    if (!session.accountId || isFetching.value) return
    isFetching.value = true
    const given = await ask('activities.codeKey', { activityId: id() }, { isSaved: false })
    // On a phone without storage there is no code, and the page says so.
    if (given) await saveCodeKeys(session.accountId, boundOf(id()), given.keys).catch(() => {})
    const { startsAt } = activity() ?? {}
    const firstDay = startsAt && dayOf(startsAt - ATTEND_BEFORE_MS)
    const key = firstDay
      && await savedCodeKey(session.accountId, boundOf(id()), firstDay).catch(() => undefined)
    isReady.value = Boolean(key)
    isFetching.value = false
    await again()
  }
  watch(() => isDue(), isDueNow => isDueNow && void fetchKeys(), { immediate: true })
  return { link, isLost, isReady, isFetching, fetchKeys, isDue }
}

interface Returned { envelope: { input: Attend } }
/** The result of scanning a pass. */
export interface Read { isGood: boolean, words: string }

/**
 * Scans passes one after the other, to check people in or out, also without a network. `isFresh`: the roll is
 * the server's latest; somebody missing on an older one may have signed up since.
 */
export function useLeaderScan(
  id: () => string,
  roll: () => ActivityRoll | undefined,
  isFresh: () => boolean,
) {
  const outbox = useOutbox()
  const { problem, send, act } = useCommand()
  const direction = ref<Direction>('in')
  const last = ref<Read>()
  const isJudging = ref(false)
  /** When a pass was scanned here last (ms), by holder and direction. */
  const seen = new Map<string, number>()

  const waits = computed(() => {
    const of = new Map<string, Direction>()
    for (const { envelope: { input } } of outbox.of('activities.attend').waiting) {
      const holder = input.activityId === id() && readHeldPass(input.proof.text)?.message.pass.message.holder
      if (holder) of.set(holder, input.direction)
    }
    return of
  })
  const rows = computed(() => (roll()?.people ?? []).map((person): RollRow =>
    ({ ...person, waits: waits.value.get(person.holder) })))
  const isScanned = ({ envelope: { input } }: Returned) =>
    input.activityId === id() && input.proof.by === 'pass'
  const mine = computed(() => outbox.of('activities.attend').returned.filter(isScanned))
  const troubles = computed(() => mine.value.map(({ key, refusal, envelope: { input } }) => {
    const holder = readHeldPass(input.proof.text)?.message.pass.message.holder
    const name = rows.value.find(each => each.holder === holder)?.name ?? '有人'
    return { key, words: `${name}：${refusalText(refusal)}` }
  }))

  async function read(text: string) {
    const code = text.trim()
    if (isJudging.value) return
    isJudging.value = true
    last.value = await judge(code)
    if (last.value.isGood) navigator.vibrate?.(80)
    isJudging.value = false
  }

  async function judge(code: string): Promise<Read> {
    const judged = await judgeScannedPass(code, boundOf(id()))
    if (!judged.isGood) return { isGood: false, words: refusalText(judged.refusal) }
    const person = rows.value.find(({ holder }) => holder === judged.holder)
    if (roll() && !person && isFresh()) return { isGood: false, words: '名单里没有这个人，请先在活动页报名' }
    const name = person?.name || '已扫到'
    const mark = direction.value === 'in' ? '签到' : '签退'
    const key = `${judged.holder} ${direction.value}`
    if (Date.now() - (seen.get(key) ?? 0) < RECENT_MS) return { isGood: true, words: `${name} 刚才已${mark}` }
    // Somebody who is leaving is easily checked in again by mistake, and would lack the check-out.
    if (direction.value === 'in' && (seen.has(key) || isThere(person)))
      return { isGood: false, words: `${name} 已经签到。要签退，先点上面的“签退”` }
    const attended = { activityId: id(), direction: direction.value, proof: proofOf('pass', code) }
    const isSaved = await send('activities.attend', attended)
    if (!isSaved) return { isGood: false, words: problem.value }
    seen.set(key, Date.now())
    if (roll() && !person) return { isGood: true, words: `${mark}已记下。手机里的名单旧了，有网后再核对` }
    return { isGood: true, words: `${name} ${mark}` }
  }

  const dismiss = async (key: number) => await act(() => outbox.dismiss(key)) || say(problem.value)
  return { direction, last, isJudging, rows, troubles, read, dismiss }
}
