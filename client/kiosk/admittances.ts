import type { Admittance } from '#client/sync/store/schema.ts'
import { store } from '#client/sync/store/store.ts'
import { PROOF_REMEMBERED_MS } from '#shared/doors/door-bytes.ts'

export type { Admittance } from '#client/sync/store/schema.ts'

/** Whom this kiosk let in within the time that proofs are remembered; older ones are deleted. */
export async function recentAdmittances(now: number): Promise<Admittance[]> {
  const tx = (await store()).transaction('admittances', 'readwrite')
  const all = await tx.store.getAll()
  const recent = all.filter(({ at }) => Math.abs(now - at) <= PROOF_REMEMBERED_MS)
  for (const { nonce } of all.filter(each => !recent.includes(each))) void tx.store.delete(nonce)
  await tx.done
  return recent
}

/** Saves an admittance; when this resolves, it is on the disk and survives a power cut. */
export async function noteAdmittance(admittance: Admittance): Promise<void> {
  const tx = (await store()).transaction('admittances', 'readwrite', { durability: 'strict' })
  void tx.store.put(admittance, admittance.nonce)
  await tx.done
}

/** Deletes an admittance that was refused. */
export const forgetAdmittance = async (nonce: string): Promise<void> =>
  await (await store()).delete('admittances', nonce)
