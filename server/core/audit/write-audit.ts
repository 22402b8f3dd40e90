import type { Transaction } from '#server/database/database.ts'
import type { About, Actor } from '#server/sync/context.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import { isInside } from '#server/core/posts/index.ts'
import { postRules } from '#shared/identity/posts.ts'
import { uuidv7 } from 'uuidv7'
import { audit } from './tables.ts'

interface Act {
  readonly actor: Actor
  readonly at: number
  readonly act: string
  readonly input: unknown
  /** What the act is about as the handler says; it overrides the ids of the input. */
  readonly about: About
}

/** Writes the line of one act, in the transaction of what it did. */
export async function writeAudit(tx: Transaction, { actor, at, act, input, about }: Act): Promise<void> {
  const { kind = null, ref = null, areaId = null, reason = null } = { ...saidBy(input), ...about }
  await tx.insert(audit).values({
    id: uuidv7(),
    at,
    actorId: actor.accountId,
    postId: postFor(actor.posts, areaId, ref)?.id ?? null,
    act,
    kind,
    ref,
    areaId,
    reason,
    addressDigest: actor.addressDigest?.() ?? null,
  })
}

/**
 * The kinds that an act may be about, in the order in which the input's ids are looked for: `reportId` names
 * a report.
 */
const named = ['report', 'voice', 'correction', 'fault', 'kiosk', 'order', 'item', 'account', 'station']

function saidBy(input: unknown): About {
  const fields = input as Readonly<Record<string, unknown>>
  const kind = named.find(each => typeof fields[`${each}Id`] === 'string')
  const reason = fields.reason ?? fields.words
  return {
    ...kind !== undefined && { kind, ref: fields[`${kind}Id`] as string },
    ...typeof reason === 'string' && { reason },
  }
}

/** The first post whose scope covers the area or is `ref`; else the first of all. */
function postFor(posts: readonly HeldPost[], areaId: string | null, ref: string | null) {
  const reaches = ({ kind, scope }: HeldPost) => postRules[kind].scope === 'area'
    ? areaId !== null && isInside(areaId, [scope])
    : scope === ref
  return posts.find(reaches) ?? posts[0]
}
