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
import { hashInvite } from './invites.ts'

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
/** `waitMs`: too many have guessed; absent, the code was wrong, used, or ten minutes old. */
interface Unpaired { readonly waitMs?: number }

/**
 * Makes a tablet the kiosk of the station that its code is for, and signs it in; whoever was signed in on it
 * is not any more.
 */
export async function pairKiosk(database: Database, code: string, door: Door): Promise<Paired | Unpaired> {
  // A wrong guess must be kept, so it is an outcome of this work and not a throw that would undo it.
  return await database.transact(async (tx) => {
    const waitMs = await pairingWait(tx, door)
    if (waitMs !== undefined) return { waitMs }
    const invite = await useInvite(tx, code, door.now)
    if (invite) return await settle(tx, invite, door)
    await notePairingGuess(tx, door)
    return {}
  }, 'identity.codes') // One turn for all who guess: what they may is counted across addresses.
}

/** Takes the code in a statement that only one of many can win. */
async function useInvite(tx: Transaction, code: string, now: number) {
  const isGood = and(
    eq(kioskInvites.codeHash, hashInvite(code)),
    isNull(kioskInvites.usedAt),
    gt(kioskInvites.expiresAt, now),
  )
  const [invite] = await tx.update(kioskInvites).set({ usedAt: now }).where(isGood).returning()
  return invite
}

async function settle(
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
    me: await me({}, { read: tx, actor, now }),
    doorKey: toBase64Url(doorKeyOf(account.id)),
    ...(await openSession(tx, account, now)),
  }
}
