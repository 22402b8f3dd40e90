import type { Account } from '#server/core/identity/index.ts'
import type { Reader, Transaction } from '#server/database/database.ts'
import type { Given } from './words.ts'
import { writeAudit } from '#server/core/audit/index.ts'
import {
  accountFor,
  accountOfPhone,
  appointAccount,
  dismissAccount,
  hasFactor,
  phoneHint,
  resetFactor,
} from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { admins, postsOf } from '#server/core/posts/index.ts'
import { forgetNumber } from '#server/core/stations/index.ts'
import { Mistake } from './mistake.ts'
import { operator } from './on-database.ts'
import { kindCalled, postOf } from './post-of.ts'
import { nameIn, phoneIn } from './words.ts'

/**
 * Gives the holder of a phone number a role beside those of other kinds, in a new account where the number is
 * new. Returns the sentence to print.
 */
export async function appoint(
  tx: Transaction,
  [number, role]: readonly [string, string],
  given: Given,
  now: number,
): Promise<string> {
  const phone = phoneIn(number)
  const post = await postOf(tx, role, given)
  const account = await accountFor(tx, phone, now)
  if (account.disabledAt !== null)
    throw new Mistake(`The account of ${phoneHint(phone)} is disabled: nobody can sign in by it.`)
  const name = given.name === undefined ? account.name : nameIn(given.name)
  if (name === null) throw new Mistake('--name is missing: nothing is known of this number yet.')
  await appointAccount(tx, account, { ...post, name }, now)
  if (post.kind === 'keeper') await forgetNumber(tx, account.id, post.scopes)
  return `${name} (${phoneHint(phone)}) has the role ${role} from the next sign-in on.`
}

/** Takes one role or all from the holder of a number. Returns the sentence to print. */
export async function dismiss(tx: Transaction, number: string, given: Given, now: number): Promise<string> {
  const phone = phoneIn(number)
  const only = given.only === undefined ? undefined : kindCalled(given.only)
  const account = await accountOfPhone(tx, phone)
  const held = account ? await postsOf(tx, account.id, now) : []
  if (!account || !held.some(({ kind }) => only === undefined || kind === only))
    throw new Mistake(`${phoneHint(phone)} has no role to be dismissed from.`)
  if (only === undefined || only === 'admin') await requireAnotherAdmin(tx, account, given, now)
  await dismissAccount(tx, account, { now, only })
  if (only === undefined || only === 'keeper') await forgetNumber(tx, account.id)
  const ended = only ?? [...new Set(held.map(({ kind }) => kind))].join(', ')
  return `${account.name ?? ''} (${phoneHint(phone)}) has the role ${ended} no more.`
}

/** Without an admin nobody can list goods, pair kiosks or answer complaints. */
async function requireAnotherAdmin(reader: Reader, { id }: Account, { force }: Given, now: number) {
  const left = await admins(reader, now)
  if (force !== true && left.length === 1 && left[0] === id)
    throw new Mistake('That is the last admin: appoint another first, or add --force.')
}

/**
 * Resets the second factor of somebody who lost their phone, for a city where no two admins are left to do it
 * in the app. Returns the sentence to print.
 */
export async function resetLost(
  tx: Transaction,
  number: string,
  { force }: Given,
  now: number,
): Promise<string> {
  const phone = phoneIn(number)
  const account = await accountOfPhone(tx, phone)
  if (!account || !await hasFactor(tx, account.id))
    throw new Mistake(`${phoneHint(phone)} has no second factor to reset.`)
  const { id: accountId, areaId, name } = account
  const others = (await admins(tx, now)).filter(id => id !== accountId)
  if (force !== true && others.length > 1)
    throw new Mistake('Two admins can do that in the app, on the person\'s page: let them, or add --force.')
  await resetFactor(tx, accountId)
  await notify({ tx, actor: operator, now, nudge: () => {} }, accountId, {
    kind: 'people.factorReset',
    ref: accountId,
  })
  const about = { kind: 'account', ref: accountId, areaId, reason: 'on the server' }
  await writeAudit(tx, { actor: operator, at: now, act: 'people.resetFactor', input: {}, about })
  return `${name ?? ''} (${phoneHint(phone)}) sets up a second factor anew after the next sign-in.`
}
