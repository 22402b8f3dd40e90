import type { Reader } from '#server/database/database.ts'
import type { ReadProof } from '#shared/doors/passes.ts'
import { createPublicKey, verify } from 'node:crypto'
import { isSigned } from '#server/core/keys/index.ts'
import { expandKey } from '#shared/doors/device-key.ts'
import { PROOF_MS, proofOver, readProof } from '#shared/doors/passes.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
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
  if (!proof || !(await isOurs(read, proof)) || !isByDevice(proof, stationNumber))
    throw new Refused({ code: 'stations.passWrong' })
  const aheadMs = proof.time - at
  if (aheadMs > PROOF_MS) throw new Refused({ code: 'stations.clockWrong', aheadMs })
  if (aheadMs < -PROOF_MS || proof.pass.message.expires < proof.time)
    throw new Refused({ code: 'stations.passOld' })
  return proof
}

const isOurs = async (read: Reader, { pass }: ReadProof) =>
  await isSigned(read, pass.message.keyId, pass.signed, pass.signature)

/** True when the device named in the pass has signed this moment and this station. */
function isByDevice(proof: ReadProof, stationNumber: number): boolean {
  const raw = expandKey(proof.pass.message.deviceKey)
  if (!raw) return false
  const key = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: toBase64Url(raw.subarray(1, 33)), y: toBase64Url(raw.subarray(33)) },
    format: 'jwk',
  })
  return verify(
    'sha256',
    proofOver(proof, stationNumber),
    { key, dsaEncoding: 'ieee-p1363' },
    proof.signature,
  )
}
