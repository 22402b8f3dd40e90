import type { Refusal } from '#shared/refusal.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { Admittance } from './admittances.ts'
import type { Known } from './judge.ts'
import { sendNow, useOutbox } from '#client/sync/outbox.ts'
import { readProof } from '#shared/doors/passes.ts'
import { uuidv7 } from 'uuidv7'
import { forgetAdmittance, noteAdmittance, recentAdmittances } from './admittances.ts'
import { judge } from './judge.ts'

/** So long somebody with a pass in hand waits for the server. */
const ANSWER_MS = 2_000
/** The server's ways of saying that it has let them in already. */
const alreadyIn: readonly Refusal['code'][] = ['stations.proofUsed', 'stations.tooSoon', 'stations.idTaken']

/** What comes of a pass held out. `opening`: the lock is being told. */
export type Admission = { kind: 'open' | 'opening', entryId: string } | { kind: 'refused', refusal: Refusal }
type Asked = Admission | 'nobody'

const patience = () => new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), ANSWER_MS))

/**
 * Lets in, or not. Every entry is noted before anybody is asked, is in the outbox before the door is shown
 * open, and keeps its id until
 * it has been: whenever the power goes, it is neither lost nor doubled. `unlock` has the door open, or says
 * why it stays shut; then that
 * is what is told of the entry, and coming again is another one.
 */
export function useAdmitting(
  known: () => Omit<Known, 'admitted'>,
  isOnline: () => boolean,
  unlock: () => Promise<Refusal | undefined>,
) {
  const outbox = useOutbox()

  async function admit(text: string): Promise<Admission> {
    const proof = readProof(text)
    if (!proof) return { kind: 'refused', refusal: { code: 'stations.passWrong' } }
    const { now } = known()
    const admitted = await recentAdmittances(now)
    const { nonce, pass: { message: { holder } } } = proof
    const before = admitted.find(each => each.holder === holder && !each.isShown)
    const entry: Admittance = before ?? {
      nonce,
      holder,
      entryId: uuidv7(),
      proof: text,
      at: now,
      isShown: false,
    }
    const isNew = !before && !admitted.some(each => each.nonce === nonce)
    if (isOnline()) {
      // Whom it let in by itself the server does not know before it has been told.
      const untold = admitted.find(each => each.holder === holder && each.isShown && isWaiting(each.entryId))
      if (untold) {
        return {
          kind: 'refused',
          refusal: { code: untold.nonce === nonce ? 'stations.proofUsed' : 'stations.tooSoon' },
        }
      }
      if (isNew) await noteAdmittance(entry)
      const asked = await ask(entry, text)
      if (asked !== 'nobody') {
        return asked.kind === 'refused'
          ? await refused(asked.refusal, entry, { isNew, isAgain: before !== undefined })
          : asked
      }
    }
    const verdict = await judge(text, { ...known(), admitted })
    return verdict.isGood
      ? await openByItself(entry)
      : await refused(verdict.refusal, entry, { isNew, isAgain: false })
  }

  async function ask(entry: Admittance, text: string): Promise<Asked> {
    const reply = await Promise.race([
      sendNow('stations.admit', { entryId: entry.entryId, proof: text }),
      patience(),
    ])
    if (typeof reply !== 'object' || reply.status === 'retry' || reply.status === 'malformed') return 'nobody'
    if (reply.status === 'refused') return { kind: 'refused', refusal: reply.refusal as Refusal }
    const { isOpen } = reply.result
    return { kind: isOpen ? 'open' : 'opening', entryId: entry.entryId }
  }

  /**
   * `isAgain`: this tablet was cut off before it could show the door open; that the server knows the entry is
   * what it waited to hear.
   */
  async function refused(
    refusal: Refusal,
    entry: Admittance,
    { isNew, isAgain }: { isNew: boolean, isAgain: boolean },
  ): Promise<Admission> {
    if (isAgain && alreadyIn.includes(refusal.code)) return { kind: 'open', entryId: entry.entryId }
    if (isNew) await forgetAdmittance(entry.nonce)
    return { kind: 'refused', refusal }
  }

  async function openByItself(entry: Admittance): Promise<Admission> {
    const { entryId, proof, at, nonce } = entry
    await noteAdmittance(entry)
    const refusal = await unlock()
    if (!isRecorded(entryId))
      await outbox.enqueue('stations.recordEntry', { entryId, proof, at, ...(refusal && { isOpen: false }) })
    if (!refusal) return { kind: 'open', entryId }
    await forgetAdmittance(nonce)
    return { kind: 'refused', refusal }
  }

  const isIn = (commands: readonly Pick<Envelope, 'name' | 'input'>[], entryId: string) =>
    commands.some(
      ({ name, input }) =>
        name === 'stations.recordEntry' && (input as { entryId: string }).entryId === entryId,
    )
  const isWaiting = (entryId: string) =>
    isIn(
      outbox.items.map(({ envelope }) => envelope),
      entryId,
    )
  const isRecorded = (entryId: string) =>
    isWaiting(entryId)
    || isIn([...outbox.returned.map(({ envelope }) => envelope), ...outbox.delivered], entryId)

  /** The open door has been seen: coming again is another entry. */
  async function noteShown(entryId: string): Promise<void> {
    const shown = (await recentAdmittances(known().now)).find(each => each.entryId === entryId)
    if (shown) await noteAdmittance({ ...shown, isShown: true })
  }

  return { admit, noteShown }
}
