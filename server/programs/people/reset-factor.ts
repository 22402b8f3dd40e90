import type { Transaction } from '#server/database/database.ts'
import type { Given } from './words.ts'
import { writeAudit } from '#server/core/audit/index.ts'
import { accountOfPhone, hasFactor, phoneHint, resetFactor } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { admins } from '#server/core/posts/index.ts'
import { Mistake } from './mistake.ts'
import { phoneIn } from './words.ts'

/** Stands in the audit for whoever works on the server itself. */
const operator = { accountId: 'operator', role: 'system', areaId: null, posts: [] } as const

/**
 * Takes the second factor away of somebody who lost their phone, where no two admins are left to do it in the
 * app. Returns the sentence to print.
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
