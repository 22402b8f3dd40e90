import type { QueryContext } from '#server/sync/context.ts'
import type { Feature } from '#server/sync/feature.ts'
import { asc, eq } from 'drizzle-orm'
import { audit } from './tables.ts'

/** For `identity.export`: what somebody did by their posts, without the persons whom it concerned. */
const exportActs = async ({ read, actor }: QueryContext): Promise<unknown> =>
  await read
    .select({ at: audit.at, act: audit.act, kind: audit.kind, reason: audit.reason })
    .from(audit)
    .where(eq(audit.actorId, actor.accountId))
    .orderBy(asc(audit.at), asc(audit.id))

export const auditFeature = {
  commands: {},
  queries: {},
  tasks: {},
  photos: null,
  // The audit keeps the acts; erasing the account takes their actor's name away.
  personal: { export: { acts: exportActs }, erase: null },
} satisfies Feature
