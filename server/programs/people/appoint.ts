import type { Account } from '#server/core/identity/index.ts'
import type { Reader, Transaction } from '#server/database/database.ts'
import type { Given } from './words.ts'
import {
  accountFor,
  accountOfPhone,
  admins,
  appointAccount,
  dismissAccount,
  phoneHint,
} from '#server/core/identity/index.ts'
import { setKeptStations } from '#server/core/stations/index.ts'
import { Mistake } from './mistake.ts'
import { postOf } from './post-of.ts'
import { nameIn, phoneIn } from './words.ts'

/**
 * Gives the holder of a phone number a role, in a new account where the number is new. Returns the sentence
 * to print.
 */
export async function appoint(
  tx: Transaction,
  [number, role]: readonly [string, string],
  given: Given,
  now: number,
): Promise<string> {
  const phone = phoneIn(number)
  const { stationIds, ...post } = await postOf(tx, role, given)
  const account = await accountFor(tx, phone, now)
  if (account.disabledAt !== null)
    throw new Mistake(`The account of ${phoneHint(phone)} is disabled: nobody can sign in by it.`)
  if (post.role !== 'admin') await requireAnotherOrganiser(tx, account, given)
  const name = given.name === undefined ? account.name : nameIn(given.name)
  if (name === null) throw new Mistake('--name is missing: nothing is known of this number yet.')
  await appointAccount(tx, account, { ...post, name }, now)
  await setKeptStations(tx, account.id, stationIds)
  return `${name} (${phoneHint(phone)}) has the role ${role} from the next sign-in on.`
}

/** Makes the holder of a number an ordinary rider or resident again. Returns the sentence to print. */
export async function dismiss(tx: Transaction, number: string, given: Given): Promise<string> {
  const phone = phoneIn(number)
  const account = await accountOfPhone(tx, phone)
  if (!account || account.role === 'courier' || account.role === 'resident')
    throw new Mistake(`${phoneHint(phone)} has no role to be dismissed from.`)
  await requireAnotherOrganiser(tx, account, given)
  await dismissAccount(tx, account)
  await setKeptStations(tx, account.id, [])
  return `${account.name ?? ''} (${phoneHint(phone)}) has no role any more.`
}

/** Without an admin nobody can list goods, pair kiosks or answer complaints. */
async function requireAnotherOrganiser(reader: Reader, { id }: Account, { force }: Given) {
  const left = await admins(reader)
  if (force !== true && left.length === 1 && left[0] === id)
    throw new Mistake('That is the last admin: appoint another first, or add --force.')
}
