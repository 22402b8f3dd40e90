import type { Database, Transaction } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import type { FactorTrouble } from './prove-factor.ts'
import { sealBytes } from '#server/core/keys/index.ts'
import { and, eq } from 'drizzle-orm'
import { findAccount, phoneHint } from '../accounts.ts'
import { endOwnSessions } from '../my-sessions.ts'
import { endSessionsOf } from '../sessions.ts'
import { factorResets, recoveryCodes, secondFactors, sessions } from '../tables.ts'
import { notProvenFactor, openFactor, renewRecoveryCodes } from './prove-factor.ts'
import { makeFactorSecret, stepOf } from './totp.ts'

type Owner = Actor & { readonly session: string }

/** Makes a secret for an authenticator app; it counts once `confirmFactor` has seen a code of it. */
export async function beginFactor(
  { transact }: Database,
  { accountId }: Owner,
): Promise<{ secret: string, uri: string }> {
  return await transact(async (tx) => {
    const account = await findAccount(tx, accountId)
    const { bytes, text, uri } = makeFactorSecret(phoneHint(account?.phone ?? null))
    const pending = sealBytes('second factors', bytes, accountId)
    await tx
      .insert(secondFactors)
      .values({ accountId, pending })
      .onConflictDoUpdate({ target: secondFactors.accountId, set: { pending } })
    return { secret: text, uri }
  })
}

interface Confirming {
  readonly code: string
  readonly now: number
  /** The features that gave the account's devices something. */
  readonly parts: readonly Pick<Personal, 'signOut'>[]
}

/**
 * Takes the secret that was begun into use, once a code shows that the app has it. All other sessions end.
 * Returns ten recovery codes, which are not told again.
 */
export async function confirmFactor(
  { transact }: Database,
  actor: Owner,
  { code, now, parts }: Confirming,
): Promise<{ recoveryCodes: string[] } | { trouble: FactorTrouble }> {
  const { accountId } = actor
  return await transact(async (tx) => {
    const isTheirs = eq(secondFactors.accountId, accountId)
    const [factor] = await tx.select({ pending: secondFactors.pending }).from(secondFactors).where(isTheirs)
    const pending = factor?.pending
    const secret = pending ? openFactor(pending, accountId) : undefined
    const step = secret && stepOf(secret, code, now)
    // A set-up from another session may have ended this one after its request was let in.
    const isOpen = await tx.$count(sessions, eq(sessions.tokenHash, actor.session)) > 0
    if (!pending || step === undefined || !isOpen) return { trouble: 'factorWrong' }
    const taken = await tx
      .update(secondFactors)
      .set({ sealed: pending, pending: null, lastStep: step, setAt: now })
      .where(and(isTheirs, eq(secondFactors.pending, pending)))
      .returning({ accountId: secondFactors.accountId })
    if (taken.length === 0) return { trouble: 'factorWrong' } // Another page has begun anew, or confirmed it.
    await endOwnSessions({ context: { tx, actor }, parts }, tokenHash => tokenHash === actor.session)
    await noteFactor(tx, actor, now)
    return { recoveryCodes: await renewRecoveryCodes(tx, accountId) }
  // Under this lock a concurrent sign-in either sees the factor or has its session ended here.
  }, 'identity.codes')
}

/** Checks a fresh code, which permits the session for ten minutes the acts that ask for one. */
export const refreshFactor = async (
  { transact }: Database,
  actor: Owner,
  { code, now }: { readonly code: string, readonly now: number },
): Promise<Awaited<ReturnType<typeof notProvenFactor>>> =>
  await transact(async (tx) => {
    const not = await notProvenFactor(tx, { accountId: actor.accountId, code }, now)
    if (!not) await noteFactor(tx, actor, now)
    return not
  }, 'identity.codes') // As at sign-in: one lock for all guesses.

async function noteFactor(tx: Transaction, { session }: Owner, now: number) {
  await tx.update(sessions).set({ factorAt: now }).where(eq(sessions.tokenHash, session))
}

/** Takes somebody's second factor away; the caller ends their sessions where they have any. */
export async function dropFactor(tx: Transaction, accountId: string): Promise<void> {
  for (const table of [secondFactors, recoveryCodes, factorResets])
    await tx.delete(table).where(eq(table.accountId, accountId))
}

/**
 * Removes the second factor of a lost phone: whoever has the phone is signed out, and the owner sets up
 * another.
 */
export async function resetFactor(tx: Transaction, accountId: string): Promise<void> {
  await dropFactor(tx, accountId)
  await endSessionsOf(tx, accountId)
}

/** Removes everybody's second factor, because the secret that sealed them is lost. */
export async function dropAllFactors(tx: Transaction): Promise<void> {
  for (const table of [secondFactors, recoveryCodes, factorResets]) await tx.delete(table)
  await tx.update(sessions).set({ factorAt: null })
}
