import type { Database } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import type { ChangePhone, Me } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import type { CodeTrouble, NotProven, Prover } from './prove-code.ts'
import type { FactorSettings } from './sessions.ts'
import { eq } from 'drizzle-orm'
import { accountOfPhone, findAccount } from './accounts.ts'
import { knownMark } from './askers.ts'
import { meOf } from './me.ts'
import { endOwnSessions } from './my-sessions.ts'
import { notProven, spendCodes } from './prove-code.ts'
import { accounts } from './tables.ts'

/** Which of the two numbers the code failed to prove. */
export type Which = 'old' | 'new'
/** `taken`: the number has an account of its own; `same`: it is the account's number already. */
export type PhoneTrouble = 'taken' | 'same'
type NotChanged =
  | { trouble: CodeTrouble, which: Which }
  | { waitMs: number }
  | { trouble: PhoneTrouble }

/** `known`: the cookie by which this browser is known for the new number from now on. */
interface PhoneChanged { readonly me: Me, readonly known: string }

interface Changer extends Prover, FactorSettings {
  readonly actor: Actor
  /** The features that gave the account's devices something, or show its number. */
  readonly parts: readonly Pick<Personal, 'signOut' | 'forgetPhone'>[]
}

/**
 * Gives an account another phone number, once codes sent to both have proven that one person holds them. All
 * its other sessions end: whoever has the old phone in hand is out.
 * Whether the new number has an account is said only to who has proven to hold it.
 */
export async function changePhone(
  database: Database,
  { phone, code, oldCode }: InferOutput<typeof ChangePhone>,
  prover: Changer,
): Promise<PhoneChanged | NotChanged> {
  const { actor, parts, secret, now } = prover
  const { accountId } = actor
  // A wrong guess must be saved, so it is returned and not thrown, which would undo it.
  return await database.transact(async (tx) => {
    const oldPhone = (await findAccount(tx, accountId))?.phone
    if (!oldPhone || oldPhone === phone) return { trouble: 'same' }
    const proofs = [['old', oldPhone, oldCode], ['new', phone, code]] as const
    for (const [which, number, typed] of proofs) {
      const not = await notProven(tx, { phone: number, code: typed }, prover)
      if (not) return wrongOf(not, which)
    }
    if (await accountOfPhone(tx, phone)) return { trouble: 'taken' }
    for (const number of [oldPhone, phone]) await spendCodes(tx, number)
    for (const { forgetPhone } of parts) await forgetPhone?.({ tx, actor })
    await tx.update(accounts).set({ phone }).where(eq(accounts.id, accountId))
    await endOwnSessions({ context: { tx, actor }, parts }, tokenHash => tokenHash === actor.session)
    return { me: await meOf(tx, accountId, now, prover), known: knownMark(secret, phone) }
  }, 'identity.codes') // One lock for all guesses, which are counted across phones.
}

const wrongOf = (not: NotProven, which: Which): NotChanged => 'waitMs' in not ? not : { ...not, which }
