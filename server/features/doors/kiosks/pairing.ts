import type { Database, Transaction } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import type { Me } from '#shared/identity/schemas.ts'
import {
  accounts,
  disableAccount,
  endSession,
  me,
  notePairingGuess,
  openSession,
  pairingWait,
} from '#server/core/identity/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { findStation, kiosks, nudgeKiosks, requireStation } from '#server/core/stations/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { INVITE_MS } from '#shared/doors/rules.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, gt, isNull, lte } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { endGrantsAt } from '../locks/locks.ts'
import { kioskInvites } from '../tables.ts'
import { doorKeyOf } from './door-codes.ts'

const DIGITS = 8

/** The eight digits of an invite, derived from the city's secret so that they need not be stored. */
export const codeOfInvite = (inviteId: string): string =>
  String(keyedHash('kiosk invites', 'draw', inviteId).readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')

/** What is stored of a code. Its hash has a key because all hundred million codes are tried in no time. */
export const hashInvite = (code: string): string =>
  keyedHash('kiosk invites', 'kept', code).toString('base64url')

/** Decides `stations.inviteKiosk`: for ten minutes a code, shown in the admins' book, pairs one kiosk. */
export const inviteKiosk: Handler<'stations.inviteKiosk'> = async (input, context) => {
  const { inviteId, stationId, label } = input
  const { tx, actor, now, nudge } = context
  const { areaId } = await requireStation(context, stationId)
  context.about({ areaId, reason: label })
  // Makes the digits of expired invites free again.
  await tx.delete(kioskInvites).where(lte(kioskInvites.expiresAt, now))
  const made = await insertOnce(tx, kioskInvites, {
    id: inviteId,
    stationId,
    label,
    codeHash: hashInvite(codeOfInvite(inviteId)),
    madeBy: actor.accountId,
    expiresAt: now + INVITE_MS,
  })
  if (made === 0) throw new Refused({ code: 'stations.idTaken' })
  nudge('*', 'stations.book')
}

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

/** A kiosk's account decides about nobody, so it needs no second factor. */
const NO_FACTOR = { requiresFactor: false }

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
  return {
    me: await me({}, { read: tx, actor: { accountId: account.id }, now, settings: NO_FACTOR }),
    doorKey: toBase64Url(doorKeyOf(account.id)),
    ...(await openSession(tx, account, now)),
  }
}

/**
 * Decides `stations.unpair`: at once neither the kiosk's session nor its door codes nor its grant open a
 * door.
 */
export const unpairKiosk: Handler<'stations.unpair'> = async ({ kioskId }, context) => {
  const { tx, now, nudge } = context
  const isPaired = and(eq(kiosks.accountId, kioskId), isNull(kiosks.unpairedAt))
  const [kiosk] = await tx.select({ stationId: kiosks.stationId }).from(kiosks).where(isPaired)
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  const station = await requireStation(context, kiosk.stationId)
  context.about({ areaId: station.areaId })
  await tx.update(kiosks).set({ unpairedAt: now }).where(isPaired)
  await disableAccount(tx, kioskId, now)
  await endGrantsAt(context, station)
  nudge(kioskId, 'stations.kiosk')
  await nudgeKiosks(context, station.id) // The station's other kiosks need new grants.
  nudge('*', 'stations.book', 'stations.desk')
}
