import type { Reader } from '#server/database/database.ts'
import type { CommandContext, QueryHandler } from '#server/sync/context.ts'
import type { Feature, FindLinked, Linked } from '#server/sync/feature.ts'
import type { linksQueries } from '#shared/links/commands.ts'
import type { LinkedThings, LinkKind } from '#shared/links/schemas.ts'
import { insertOnce } from '#server/database/rows.ts'
import { and, asc, eq, or } from 'drizzle-orm'
import { links } from './tables.ts'

interface Thing { readonly kind: LinkKind, readonly ref: string }

let finders: Partial<Record<LinkKind, FindLinked>> = {}

/**
 * Registers, by kind, the functions that find things to link to; features name them as `links` in their
 * faces.
 */
export function useFinders(faces: readonly Pick<Feature, 'links' | 'personal'>[]): void {
  finders = Object.assign({}, ...faces.map(({ links }) => links)) as typeof finders
}

/** A thing that can be linked to; undefined if it does not exist or is not public. */
export const findLinked = async (read: Reader, { kind, ref }: Thing): Promise<Linked | undefined> =>
  await finders[kind]?.(read, ref)

/** Notes that one thing led to another; false if that was noted before. */
export async function linkUp(
  { tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  from: Thing,
  to: Thing,
): Promise<boolean> {
  const row = { fromKind: from.kind, fromRef: from.ref, toKind: to.kind, toRef: to.ref }
  return await insertOnce(tx, links, { ...row, at: now, by: actor.accountId }) === 1
}

/** Removes the note that one thing led to another; false if there was none. */
export async function unlink({ tx }: Pick<CommandContext, 'tx'>, from: Thing, to: Thing): Promise<boolean> {
  const gone = await tx
    .delete(links)
    .where(and(
      eq(links.fromKind, from.kind),
      eq(links.fromRef, from.ref),
      eq(links.toKind, to.kind),
      eq(links.toRef, to.ref),
    ))
    .returning({ at: links.at })
  return gone.length === 1
}

/** Answers `links.of`: what a thing came from and led to, without what is not public. */
const linkedThings: QueryHandler<'links.of'> = async ({ kind, ref }, { read }) => {
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
    const found = await findLinked(read, other)
    const isOff = found?.isOff && { isOff: true as const }
    return found ? [{ ...other, title: found.title, isSource, ...isOff }] : []
  }))
  return found.flat() satisfies LinkedThings
}

export const linksFeature = {
  commands: {},
  queries: { 'links.of': linkedThings },
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature<never, keyof typeof linksQueries>
