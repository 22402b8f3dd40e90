import type { Reader } from '#server/database/database.ts'
import type { CommandContext, QueryHandler } from '#server/sync/context.ts'
import type { Feature, FindLinked } from '#server/sync/feature.ts'
import type { linksQueries } from '#shared/links/commands.ts'
import type { LinkedThings, LinkKind } from '#shared/links/schemas.ts'
import { insertOnce } from '#server/database/rows.ts'
import { and, asc, eq, or } from 'drizzle-orm'
import { links } from './tables.ts'

/** Who finds what others may link to, by its kind. */
export type Targets = Partial<Record<LinkKind, FindLinked>>
interface Thing { readonly kind: LinkKind, readonly ref: string }

/** What these features let others link to. */
export const targetsOf = (faces: readonly Pick<Feature, 'links'>[]): Targets =>
  Object.assign({}, ...faces.map(({ links }) => links)) as Targets

/** Notes that one thing led to another; false where that was noted before. */
export async function linkUp(
  { tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  from: Thing,
  to: Thing,
): Promise<boolean> {
  const row = { fromKind: from.kind, fromRef: from.ref, toKind: to.kind, toRef: to.ref }
  return await insertOnce(tx, links, { ...row, at: now, by: actor.accountId }) === 1
}

/** Answers `links.of`. What its feature doesn't show to everybody is left out. */
const linkedThings = (targets: Targets): QueryHandler<'links.of'> => async ({ kind, ref }, { read }) => {
  const rows = await read
    .select()
    .from(links)
    .where(or(
      and(eq(links.fromKind, kind), eq(links.fromRef, ref)),
      and(eq(links.toKind, kind), eq(links.toRef, ref)),
    ))
    .orderBy(asc(links.at), asc(links.toRef), asc(links.fromRef))
  const found = await Promise.all(rows.map(async ({ fromKind, fromRef, toKind, toRef }) => {
    const isSource = toKind === kind && toRef === ref
    const other = isSource ? { kind: fromKind, ref: fromRef } : { kind: toKind, ref: toRef }
    const title = await titleOf(targets, read, other)
    return title === undefined ? [] : [{ ...other, title, isSource }]
  }))
  return found.flat() satisfies LinkedThings
}

const titleOf = async (targets: Targets, read: Reader, { kind, ref }: Thing): Promise<string | undefined> =>
  (await targets[kind]?.(read, ref))?.title

/** The room's face. `targets`: who knows the things that are linked. */
export const linksFeature = (targets: Targets) => ({
  commands: {},
  queries: { 'links.of': linkedThings(targets) },
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
}) satisfies Feature<never, keyof typeof linksQueries>
