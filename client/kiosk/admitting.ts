import type { Refusal } from '#shared/refusal.ts'
import type { Admittance } from './admittances.ts'
import type { Known } from './judge-pass.ts'
import { answerWithin } from '#client/patience.ts'
import { sendNow, useOutbox } from '#client/sync/outbox.ts'
import { readProof } from '#shared/doors/door-bytes.ts'
import { uuidv7 } from 'uuidv7'
import { forgetAdmittance, noteAdmittance, recentAdmittances } from './admittances.ts'
import { judgePass } from './judge-pass.ts'

/** How long somebody holding out a pass waits for the server. */
const ANSWER_MS = 2_000
/** Refusals that mean that the server has admitted this entry already. */
const alreadyIn: readonly Refusal['code'][] = ['stations.proofUsed', 'stations.tooSoon', 'stations.idTaken']

/** The result for a pass. `opening`: the lock has been asked and has not answered yet. */
export type Admission = { kind: 'open' | 'opening', entryId: string } | { kind: 'refused', refusal: Refusal }

/** A pass shown to the camera. `isRetry`: its holder has an entry here whose open door was never shown. */
interface Attempt { text: string, nonce: string, entry: Admittance, isNew: boolean, isRetry: boolean }

const refused = (code: 'stations.passWrong' | 'stations.proofUsed' | 'stations.tooSoon'): Admission =>
  ({ kind: 'refused', refusal: { code } })

/**
 * Decides about passes shown to the kiosk. An entry is saved before the server is asked and is in the outbox
 * before the door is shown open; it keeps its id until then, so that a power cut neither loses nor doubles
 * it.
 */
export function useAdmitting(
  known: () => Omit<Known, 'admitted'>,
  isOnline: () => boolean,
  unlock: () => Promise<Refusal | undefined>,
) {
  const outbox = useOutbox()
  const records = useEntryRecords()

  async function admit(text: string): Promise<Admission> {
    const { now } = known()
    const admitted = await recentAdmittances(now)
    const attempt = attemptFrom(text, admitted, now)
    if (!attempt) return refused('stations.passWrong')
    const answer = isOnline() ? await admitOnline(attempt, admitted) : 'unanswered'
    if (answer !== 'unanswered') return answer
    const verdict = await judgePass(text, { ...known(), admitted })
    if (verdict.isGood) return await admitOffline(attempt.entry)
    if (attempt.isNew) await forgetAdmittance(attempt.entry.nonce)
    return { kind: 'refused', refusal: verdict.refusal }
  }

  async function admitOnline(
    { text, nonce, entry, isNew, isRetry }: Attempt,
    admitted: readonly Admittance[],
  ): Promise<Admission | 'unanswered'> {
    // The server does not know yet whom the kiosk let in offline.
    const unsent = admitted.find(
      ({ holder, isShown, entryId }) => holder === entry.holder && isShown && records.isWaiting(entryId),
    )
    if (unsent) return refused(unsent.nonce === nonce ? 'stations.proofUsed' : 'stations.tooSoon')
    if (isNew) await noteAdmittance(entry)
    const answer = await askServer(entry.entryId, text)
    if (answer === 'unanswered' || answer.kind !== 'refused') return answer
    if (isRetry && alreadyIn.includes(answer.refusal.code)) return { kind: 'open', entryId: entry.entryId }
    if (isNew) await forgetAdmittance(entry.nonce)
    return answer
  }

  /** Opens without the server. A failed unlock is recorded too, and the next attempt is another entry. */
  async function admitOffline(entry: Admittance): Promise<Admission> {
    const { entryId, proof, at, nonce } = entry
    await noteAdmittance(entry)
    const refusal = await unlock()
    if (!records.isKnown(entryId))
      await outbox.enqueue('stations.recordEntry', { entryId, proof, at, ...(refusal && { isOpen: false }) })
    if (!refusal) return { kind: 'open', entryId }
    await forgetAdmittance(nonce)
    return { kind: 'refused', refusal }
  }

  /** The open door has been shown: the next attempt of its holder is another entry. */
  async function noteShown(entryId: string): Promise<void> {
    const shown = (await recentAdmittances(known().now)).find(each => each.entryId === entryId)
    if (shown) await noteAdmittance({ ...shown, isShown: true })
  }

  return { admit, noteShown }
}

function attemptFrom(text: string, admitted: readonly Admittance[], now: number): Attempt | undefined {
  const read = readProof(text)
  if (!read) return undefined
  const { nonce, pass: { message: { holder } } } = read
  const before = admitted.find(each => each.holder === holder && !each.isShown)
  return {
    text,
    nonce,
    entry: before ?? { nonce, holder, entryId: uuidv7(), proof: text, at: now, isShown: false },
    isNew: !before && !admitted.some(each => each.nonce === nonce),
    isRetry: before !== undefined,
  }
}

async function askServer(entryId: string, proof: string): Promise<Admission | 'unanswered'> {
  const asked = () => sendNow('stations.admit', { entryId, proof })
  const reply = await answerWithin(ANSWER_MS, asked, 'unreachable')
  if (typeof reply !== 'object' || reply.status === 'retry' || reply.status === 'malformed')
    return 'unanswered'
  if (reply.status === 'refused') return { kind: 'refused', refusal: reply.refusal as Refusal }
  return { kind: reply.result.isOpen ? 'open' : 'opening', entryId }
}

/** Which entries this kiosk has recorded in its outbox. */
function useEntryRecords() {
  const records = useOutbox().of('stations.recordEntry')
  const isWaiting = (entryId: string) =>
    records.waiting.some(({ envelope }) => envelope.input.entryId === entryId)
  const isKnown = (entryId: string) =>
    isWaiting(entryId)
    || records.returned.some(({ envelope }) => envelope.input.entryId === entryId)
    || records.delivered.some(({ input }) => input.entryId === entryId)
  return { isWaiting, isKnown }
}
