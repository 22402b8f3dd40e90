import type { Admittance } from '#client/sync/store/schema.ts'
import { store } from '#client/sync/store/store.ts'
import { PROOF_REMEMBERED_MS } from '#shared/doors/passes.ts'

export type { Admittance } from '#client/sync/store/schema.ts'

/**
 * Those whom this tablet let in lately; what a door need not remember any more is dropped. Survives a power
 * cut.
 */
export async function recentAdmittances(now: number): Promise<Admittance[]> {
  const tx = (await store()).transaction('admittances', 'readwrite')
  const all = await tx.store.getAll()
  const recent = all.filter(({ at }) => Math.abs(now - at) <= PROOF_REMEMBERED_MS)
  for (const { nonce } of all.filter(each => !recent.includes(each))) void tx.store.delete(nonce)
  await tx.done
  return recent
}

/** On the disk when this resolves: a door that has opened must know it after a power cut. */
export async function noteAdmittance(admittance: Admittance): Promise<void> {
  const tx = (await store()).transaction('admittances', 'readwrite', { durability: 'strict' })
  void tx.store.put(admittance, admittance.nonce)
  await tx.done
}

/** The server would not have them. */
export const forgetAdmittance = async (nonce: string): Promise<void> =>
  await (await store()).delete('admittances', nonce)
