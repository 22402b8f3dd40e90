import type { ReadProof } from '#shared/doors/door-bytes.ts'
import type { KioskView } from '#shared/doors/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { StationFacts } from '#shared/stations/rules.ts'
import type { Admittance } from './admittances.ts'
import { isByDevice, isSignedBy } from '#client/app/device/signature.ts'
import { PROOF_REMEMBERED_MS, proofOver, readProof } from '#shared/doors/door-bytes.ts'
import { REVOCATIONS_MS, VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { PROOF_MS } from '#shared/proofs/passes.ts'
import { isStaffed, stateAt } from '#shared/stations/rules.ts'

/** What the kiosk knows when a pass is held out. All times are the server's, as far as the kiosk knows it. */
export interface Known {
  view: Pick<KioskView, 'station' | 'keys' | 'revoked'>
  /** When `view` was asked for. */
  listAt: number
  /** Recent admittances. */
  admitted: readonly Admittance[]
  now: number
}
export type Verdict = { isGood: true, holder: string, nonce: string } | { isGood: false, refusal: Refusal }

/**
 * A proof further off than this is an old picture. One off by less, but by more than proofs are remembered,
 * comes from a wrong clock.
 */
const PICTURE_MS = 2 * 3_600_000
const LIST_OLD_TEXT = '平板离线超过一天，现在只在有人值守的时间开门'

/** What decides whether the kiosk's station is open. */
export const factsOf = (station: KioskView['station']): StationFacts => {
  const { week, exceptions, longer, isSelfService, shut, isDoubtful } = station
  return { hours: { week, exceptions, longer }, isSelfService, isShut: shut !== null, isDoubtful }
}

/** Judges a pass without the server. */
export async function judgePass(text: string, known: Known): Promise<Verdict> {
  const proof = readProof(text)
  if (!proof || !(await isGenuine(proof, known.view)))
    return { isGood: false, refusal: { code: 'stations.passWrong' } }
  const {
    nonce,
    pass: {
      message: { holder },
    },
  } = proof
  const refusal = inTime(proof, known.now) ?? usedBefore(proof, known) ?? mayEnter(proof, known)
  return refusal ? { isGood: false, refusal } : { isGood: true, holder, nonce }
}

/** Whether the server signed the pass, and the device it is for signed the proof for this door. */
async function isGenuine(proof: ReadProof, { keys, station }: Known['view']): Promise<boolean> {
  const { message: { keyId, deviceKey }, signed, signature } = proof.pass
  const ours = keys.find(({ id }) => id === keyId)
  if (!ours || !(await isSignedBy(ours.publicKey, signed, signature))) return false
  return await isByDevice(deviceKey, proofOver(proof, station.number), proof.signature)
}

function inTime({ time, pass: { message: { expires } } }: ReadProof, now: number): Refusal | undefined {
  const aheadMs = time - now
  const apartMs = Math.abs(aheadMs)
  if (aheadMs > PROOF_MS || (apartMs > PROOF_REMEMBERED_MS && apartMs < PICTURE_MS))
    return { code: 'stations.clockWrong', aheadMs }
  return apartMs > PROOF_MS || now >= expires || time >= expires ? { code: 'stations.passOld' } : undefined
}

/** Refuses the same proof, and the same person a moment later, once the open door has been shown. */
function usedBefore(
  {
    nonce,
    pass: {
      message: { holder },
    },
  }: ReadProof,
  { admitted, now }: Known,
): Refusal | undefined {
  const through = admitted.filter(
    ({ isShown, at }) => isShown && Math.abs(now - at) <= Math.max(PROOF_REMEMBERED_MS, VISIT_MERGE_MS),
  )
  if (through.some(each => each.nonce === nonce)) return { code: 'stations.proofUsed' }
  return through.some(each => each.holder === holder) ? { code: 'stations.tooSoon' } : undefined
}

function mayEnter(
  {
    pass: {
      message: { holder, groups },
    },
  }: ReadProof,
  { view: { station, revoked }, listAt, now }: Known,
): Refusal | undefined {
  const facts = factsOf(station)
  if (revoked.includes(holder)) return { code: 'stations.passWrong' }
  if ((groups & station.groups) === 0) return { code: 'stations.groupOut' }
  if (stateAt(facts, now) === 'closed') return { code: 'stations.closed', words: station.shut ?? '' }
  return now - listAt > REVOCATIONS_MS && !isStaffed(facts.hours, now)
    ? { code: 'stations.closed', words: LIST_OLD_TEXT }
    : undefined
}
