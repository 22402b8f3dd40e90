import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { Me } from '#shared/identity/schemas.ts'
import { strict as assert } from 'node:assert'
import { nameOfArea } from '#server/core/areas/index.ts'
import { eq } from 'drizzle-orm'
import { phoneHint } from './accounts.ts'
import { accounts, units } from './tables.ts'

/** What a phone may know of the person who holds it. */
export async function meOf(reader: Reader, accountId: string): Promise<Me> {
  const [found] = await reader
    .select({ account: accounts, unitName: units.name })
    .from(accounts)
    .leftJoin(units, eq(units.id, accounts.unitId))
    .where(eq(accounts.id, accountId))
  assert(found, 'whoever is signed in has an account')
  const { account, unitName } = found
  const { id, role, name, phone, areaId, company, work, registeredAt, privacyNotice } = account
  const areaName = areaId === null ? null : await nameOfArea(reader, areaId)
  return {
    accountId: id,
    role,
    name,
    phoneHint: phoneHint(phone),
    areaId,
    areaName,
    unitName,
    company,
    work,
    registeredAt,
    privacyNotice,
  }
}

/** Answers `identity.me`. */
export const me = (_input: object, { read, actor }: Pick<QueryContext, 'read' | 'actor'>): Promise<Me> =>
  meOf(read, actor.accountId)
