import type { Database, Transaction } from '#server/database/database.ts'
import type { Me } from '#shared/identity/schemas.ts'
import {
  accounts,
  endSession,
  me,
  notePairingGuess,
  openSession,
  pairingWait,
} from '#server/core/identity/index.ts'
import { findStation, kiosks } from '#server/core/stations/index.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { kioskInvites } from '../tables.ts'
import { doorKeyOf } from './door-codes.ts'
import { hashInvite } from './invite-kiosk.ts'

interface Door {
  readonly secret: string
  readonly address: string
  readonly now: number
  readonly oldTokenHash: string | undefined
}
/** `doorKey`: the key of its door codes, base64url. */
interface Paired {
  readonly me: Me
  readonly doorKey: string
  readonly token: string
  readonly lifeMs: number
}
/** `waitMs`: too many wrong guesses; absent: the code was wrong, used or expired. */
interface Unpaired { readonly waitMs?: number }

/**
 * Pairs a kiosk with its code's station and signs it in, ending the session of whoever was signed in on it.
 */
export async function pairKiosk(database: Database, code: string, door: Door): Promise<Paired | Unpaired> {
  // A wrong guess must be counted, so it is a result: a throw would undo the count.
  return await database.transact(async (tx) => {
    const waitMs = await pairingWait(tx, door)
    if (waitMs !== undefined) return { waitMs }
    const invite = await useInvite(tx, code, door.now)
    if (invite) return await pair(tx, invite, door)
    await notePairingGuess(tx, door)
    return {}
  }, 'identity.codes') // One lock for all guesses, which are counted across addresses.
}

/** Marks the invite as used; of several at once only one finds it unused. */
async function useInvite(tx: Transaction, code: string, now: number) {
  const isGood = and(
    eq(kioskInvites.codeHash, hashInvite(code)),
    isNull(kioskInvites.usedAt),
    gt(kioskInvites.expiresAt, now),
  )
  const [invite] = await tx.update(kioskInvites).set({ usedAt: now }).where(isGood).returning()
  return invite
}

async function pair(
  tx: Transaction,
  { stationId, label, madeBy }: typeof kioskInvites.$inferSelect,
  { now, oldTokenHash }: Door,
): Promise<Paired> {
  const { areaId } = await findStation(tx, stationId)
  const account = { id: uuidv7(), role: 'kiosk', name: label, areaId, createdAt: now } as const
  await tx.insert(accounts).values(account)
  await tx.insert(kiosks).values({ accountId: account.id, stationId, label, pairedAt: now, pairedBy: madeBy })
  if (oldTokenHash !== undefined) await endSession(tx, oldTokenHash)
  const actor = { accountId: account.id, role: account.role, areaId, unitId: null }
  return {
    me: await me({}, { read: tx, actor }),
    doorKey: toBase64Url(doorKeyOf(account.id)),
    ...(await openSession(tx, account, now)),
  }
}
