import type { Reader } from '#server/database/database.ts'
import type { ReadProof } from '#shared/doors/door-bytes.ts'
import { isHeldOut } from '#server/core/proofs/index.ts'
import { proofOver, readProof } from '#shared/doors/door-bytes.ts'
import { PROOF_MS } from '#shared/proofs/passes.ts'
import { Refused } from '#shared/refusal.ts'

/**
 * Reads and checks what a phone showed at a station at an instant (ms): our signature on the pass, the
 * device's on moment and place, a pass that has not expired, a moment at most a minute off. Whether the
 * holder may come in is another question.
 */
export async function judgeProof(
  read: Reader,
  text: string,
  stationNumber: number,
  at: number,
): Promise<ReadProof> {
  const proof = readProof(text)
  if (!proof || !(await isHeldOut(read, proof.pass, proofOver(proof, stationNumber), proof.signature)))
    throw new Refused({ code: 'stations.passWrong' })
  const aheadMs = proof.time - at
  if (aheadMs > PROOF_MS) throw new Refused({ code: 'stations.clockWrong', aheadMs })
  if (aheadMs < -PROOF_MS || proof.pass.message.expires < proof.time)
    throw new Refused({ code: 'stations.passOld' })
  return proof
}
