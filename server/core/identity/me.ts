import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import type { Me } from '#shared/identity/schemas.ts'
import type { FactorSettings } from './sessions.ts'
import { strict as assert } from 'node:assert'
import { nameOfArea } from '#server/core/areas/index.ts'
import { areasOf, postsOf, scopeName } from '#server/core/posts/index.ts'
import { isDecider, shownRole } from '#shared/identity/roles.ts'
import { findAccount, phoneHint } from './accounts.ts'
import { hasFactor } from './factor/prove-factor.ts'

/** Everything that a phone is told about the account signed in on it. */
export async function meOf(
  reader: Reader,
  accountId: string,
  now: number,
  settings: FactorSettings,
): Promise<Me> {
  const account = await findAccount(reader, accountId)
  assert(account, 'whoever is signed in has an account')
  const posts = await postsOf(reader, accountId, now)
  const named = posts.map(async post => ({ ...post, scopeName: await scopeName(reader, post) }))
  const isWork = isDecider(posts)
  const { id, name, phone, company, work, registeredAt, privacyNotice } = account
  const areaId = (isWork ? areasOf({ posts })[0] : undefined) ?? account.areaId
  return {
    accountId: id,
    role: shownRole(account.role, posts),
    posts: await Promise.all(named),
    name,
    phoneHint: phoneHint(phone),
    areaId,
    areaName: areaId === null ? null : await nameOfArea(reader, areaId),
    unitName: await unitNameOf(reader, posts),
    company,
    work,
    // Somebody who was appointed and has no area registers once the post is over.
    registeredAt: areaId === null && !isWork ? null : registeredAt,
    privacyNotice,
    ...isWork && { factor: await factorOf(reader, accountId, settings) },
  }
}

/** The state of the second factor of an account with a deciding post. */
async function factorOf(
  reader: Reader,
  accountId: string,
  { requiresFactor }: FactorSettings,
): Promise<NonNullable<Me['factor']>> {
  if (await hasFactor(reader, accountId)) return 'on'
  return requiresFactor ? 'missing' : 'off'
}

/** The first unit's name, for phones that know no posts. */
async function unitNameOf(reader: Reader, posts: readonly HeldPost[]): Promise<string | null> {
  const unit = posts.find(({ kind }) => kind === 'unit')
  return unit === undefined ? null : await scopeName(reader, unit)
}

type MeContext = Pick<QueryContext, 'read' | 'now'> & {
  readonly actor: { readonly accountId: string }
  readonly settings: FactorSettings
}

/** Answers `identity.me`. */
export const me = (
  _input: object,
  { read, actor, now, settings }: MeContext,
): Promise<Me> => meOf(read, actor.accountId, now, settings)
