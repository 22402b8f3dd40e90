import type { Database } from '#server/database/database.ts'
import type { Me, SignIn } from '#shared/identity/schemas.ts'
import type { InferOutput } from 'valibot'
import type { CodeTrouble, NotProven, Prover } from './prove-code.ts'
import type { Whereabouts } from './sessions.ts'
import { accountFor } from './accounts.ts'
import { knownMark } from './askers.ts'
import { meOf } from './me.ts'
import { notProven, spendCodes } from './prove-code.ts'
import { endSession, openSession } from './sessions.ts'

export type SignInTrouble = CodeTrouble | 'disabled'
/** `known`: the cookie by which this browser is known for the phone from now on. */
interface SignedIn {
  readonly me: Me
  readonly token: string
  readonly lifeMs: number
  readonly known: string
}
interface Door extends Prover {
  readonly oldTokenHash: string | undefined
  readonly whereabouts: Whereabouts
}
/** `reason`: why the account is disabled, where it was said. */
type NotSignedIn = NotProven | { trouble: 'disabled', reason: string | null }

/** Signs in with a code, in a new account where the number is new; the phone's earlier session ends. */
export async function signIn(
  database: Database,
  { phone, code }: InferOutput<typeof SignIn>,
  door: Door,
): Promise<SignedIn | NotSignedIn> {
  const { secret, now, oldTokenHash } = door
  // A wrong guess must be saved, so it is returned and not thrown, which would undo it.
  return await database.transact(async (tx) => {
    const not = await notProven(tx, { phone, code }, door)
    if (not) return not
    await spendCodes(tx, phone)
    const account = await accountFor(tx, phone, now)
    if (account.disabledAt !== null) return { trouble: 'disabled', reason: account.disabledReason }
    if (oldTokenHash !== undefined) await endSession(tx, oldTokenHash)
    const session = await openSession(tx, account, now, door.whereabouts)
    return { me: await meOf(tx, account.id, now), known: knownMark(secret, phone), ...session }
  }, 'identity.codes') // One lock for all guesses, which are counted across phones.
}
