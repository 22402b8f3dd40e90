import type { Database, Transaction } from '#server/database/database.ts'
import type { Me, SignIn } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import type { FactorTrouble } from './factor/prove-factor.ts'
import type { CodeTrouble, NotProven, Prover } from './prove-code.ts'
import type { Whereabouts } from './sessions.ts'
import { postsOf } from '#server/core/posts/index.ts'
import { isDecider } from '#shared/identity/roles.ts'
import { isRecoveryCode } from '#shared/identity/schemas.ts'
import { accountFor } from './accounts.ts'
import { knownMark } from './askers.ts'
import { hasFactor, notProvenFactor, recoveryCodesLeft } from './factor/prove-factor.ts'
import { meOf } from './me.ts'
import { notProven, spendCodes } from './prove-code.ts'
import { endSession, openSession } from './sessions.ts'

/** `factorNeeded`: the code was right, and one of the second factor is needed too. */
export type SignInTrouble = CodeTrouble | FactorTrouble | 'disabled' | 'factorNeeded'
/** `known`: the cookie by which this browser is known for the phone from now on. */
interface SignedIn {
  readonly me: Me
  readonly token: string
  readonly lifeMs: number
  readonly known: string
  /** How many recovery codes are left, where one was used. */
  readonly recoveryLeft?: number
}
interface Door extends Prover {
  readonly oldTokenHash: string | undefined
  readonly whereabouts: Whereabouts
  readonly requiresFactor: boolean
}
/** `reason`: why the account is disabled, if a reason was given. */
type NotSignedIn = NotProven
  | { trouble: Exclude<SignInTrouble, 'disabled'> }
  | { trouble: 'disabled', reason: string | null }

/**
 * Signs in with a code, creating an account for a new number; the phone's earlier session ends. An account
 * with a deciding post and a second factor needs a code of that too, and the first code stays valid
 * meanwhile.
 */
export async function signIn(
  database: Database,
  { phone, code, factor }: InferOutput<typeof SignIn>,
  door: Door,
): Promise<SignedIn | NotSignedIn> {
  const { secret, now, oldTokenHash, requiresFactor } = door
  // A wrong guess must be saved, so it is returned and not thrown, which would undo it.
  return await database.transact(async (tx) => {
    const not = await notProven(tx, { phone, code }, door)
    if (not) return not
    const account = await accountFor(tx, phone, now)
    if (account.disabledAt !== null) {
      await spendCodes(tx, phone)
      return { trouble: 'disabled', reason: account.disabledReason }
    }
    const asksFactor = await isAskedForFactor(tx, account.id, now)
    if (asksFactor && factor === undefined) return { trouble: 'factorNeeded' }
    const wrong = asksFactor && await notProvenFactor(tx, { accountId: account.id, code: factor! }, now)
    if (wrong) return wrong
    await spendCodes(tx, phone)
    if (oldTokenHash !== undefined) await endSession(tx, oldTokenHash)
    const factorAt = asksFactor ? now : null
    const session = await openSession(tx, account, now, { ...door.whereabouts, factorAt })
    const isRecovery = asksFactor && isRecoveryCode(factor!)
    return {
      me: await meOf(tx, account.id, now, { requiresFactor }),
      known: knownMark(secret, phone),
      ...isRecovery && { recoveryLeft: await recoveryCodesLeft(tx, account.id) },
      ...session,
    }
  }, 'identity.codes') // One lock for all guesses, which are counted across phones.
}

async function isAskedForFactor(tx: Transaction, accountId: string, now: number): Promise<boolean> {
  const posts = await postsOf(tx, accountId, now)
  return isDecider(posts) && await hasFactor(tx, accountId)
}
