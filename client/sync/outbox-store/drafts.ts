import type { CommandInput } from '#shared/commands.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { SavedDraft } from '../store/store.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import { saveTransaction } from '../store/quota.ts'
import { savedSession } from '../store/session.ts'
import { store } from '../store/store.ts'
import { addPhotos, dropUnnamedPhotos, outboxTransaction } from '../store/transactions.ts'

export interface DraftPhoto {
  hash: string
  bytes: ArrayBuffer
  seenAt: number
  place?: Place
}
/** A report begun and not sent: what the shutter kept, and the words so far. */
export interface Draft {
  id: string
  accountId: string
  kind: ReportKind | null
  text: string
  place?: Place
  areaId?: string
  seenAt: number
  photos: DraftPhoto[]
  changedAt: number
}

/** Keeps a new draft with its photos, all or nothing. Throws StorageFullError when the phone is full. */
export const beginDraft = (draft: Draft): Promise<void> => saveTransaction(tx => putDraft(tx, draft))

/**
 * Keeps a draft as it is now, and beside its photos those that another tab has added, which this one has not
 * `seen`: answers them.
 * Undefined when the draft has gone meanwhile, as another tab may have filed it: it must not come back.
 */
export async function saveDraft(draft: Draft, seen: ReadonlySet<string>): Promise<DraftPhoto[] | undefined> {
  const unseen = await saveTransaction(async (tx) => {
    const before = await tx.objectStore('drafts').get(draft.id)
    if (!before) return undefined
    const others = before.shots.filter(({ hash }) => !seen.has(hash))
    await putDraft(tx, draft, others)
    await dropUnnamedPhotos(tx, before.photos)
    return others
  })
  return unseen && (await withBytes(unseen))
}

async function putDraft(tx: OutboxTransaction, { photos, ...draft }: Draft, others: SavedDraft['shots'] = []) {
  await addPhotos(tx, photos)
  const shots = [...photos.map(({ bytes: _, ...shot }) => shot), ...others]
  await tx.objectStore('drafts').put({ ...draft, shots, photos: shots.map(({ hash }) => hash) })
}

/** A draft that was to be filed has gone: another tab was quicker, and it must not be filed twice. */
export class DraftGoneError extends Error {
  override readonly name = 'DraftGoneError'
}

/** The last word on a draft, in the transaction that saves what became of it. */
export async function endDraft(tx: OutboxTransaction, id: string): Promise<void> {
  if ((await tx.objectStore('drafts').getKey(id)) === undefined)
    throw new DraftGoneError('the draft has gone')
  await forgetDraft(tx, id)
}

/**
 * Makes a report that came back for one of its photos a draft again, without that photo; answers the draft's
 * id, or undefined when another tab was quicker.
 */
export const reopenAsDraft = (key: number): Promise<string | undefined> =>
  saveTransaction(async (tx) => {
    const item = await tx.objectStore('returned').get(key)
    if (item?.envelope.name !== 'reports.file') return undefined
    const { reportId, photos, kind, text, place, areaId, seenAt } = item.envelope
      .input as CommandInput<'reports.file'>
    const refused = 'hash' in item.refusal ? item.refusal.hash : undefined
    const kept = photos.filter(hash => hash !== refused)
    await tx.objectStore('returned').delete(key)
    await tx.objectStore('drafts').put({
      id: reportId,
      accountId: item.accountId,
      kind,
      text,
      ...(place && { place }),
      ...(areaId && { areaId }),
      seenAt,
      shots: kept.map(hash => ({ hash, seenAt })),
      photos: kept,
      changedAt: Date.now(),
    })
    await dropUnnamedPhotos(tx, item.photos)
    return reportId
  })

/** This account's drafts, newest first. */
export async function drafts(): Promise<Draft[]> {
  const { me } = await savedSession()
  if (!me) return []
  const kept = await (await store()).getAllFromIndex('drafts', 'byAccount', me.accountId)
  return (await Promise.all(kept.map(withPhotos))).sort((a, b) => b.changedAt - a.changedAt)
}

/** One draft of this account. */
export async function draft(id: string): Promise<Draft | undefined> {
  const { me } = await savedSession()
  const kept = await (await store()).get('drafts', id)
  return kept && kept.accountId === me?.accountId ? await withPhotos(kept) : undefined
}

/** Forgets a draft, and its photos unless a command names them. */
export const dropDraft = (id: string): Promise<void> => outboxTransaction(tx => forgetDraft(tx, id))

async function forgetDraft(tx: OutboxTransaction, id: string): Promise<void> {
  const before = await tx.objectStore('drafts').get(id)
  await tx.objectStore('drafts').delete(id)
  await dropUnnamedPhotos(tx, before?.photos ?? [])
}

async function withPhotos({ shots, photos: _, ...draft }: SavedDraft): Promise<Draft> {
  return { ...draft, photos: await withBytes(shots) }
}

async function withBytes(shots: SavedDraft['shots']): Promise<DraftPhoto[]> {
  const db = await store()
  const found = await Promise.all(
    shots.map(async shot => ({ ...shot, bytes: await db.get('photos', shot.hash) })),
  )
  return found.flatMap(({ bytes, ...shot }) => (bytes ? [{ ...shot, bytes }] : []))
}
