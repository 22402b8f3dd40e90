import type { CommandInput } from '#shared/commands.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { KeptDraft } from './store.ts'
import type { WorkTransaction } from './work.ts'
import { keptSession } from './account.ts'
import { saveWork } from './room.ts'
import { store } from './store.ts'
import { addPhotos, changeWork, dropUnnamedPhotos } from './work.ts'

export interface DraftPhoto { hash: string, bytes: ArrayBuffer, seenAt: number, place?: Place }
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
export const beginDraft = (draft: Draft): Promise<void> => saveWork(tx => putDraft(tx, draft))

/** Keeps a draft as it is now. False when it has gone meanwhile, as another tab may have filed it: it must not come back. */
export async function saveDraft(draft: Draft): Promise<boolean> {
  let isThere = false
  await saveWork(async (tx) => {
    const before = await tx.objectStore('drafts').get(draft.id)
    isThere = before !== undefined
    if (!before) return
    await putDraft(tx, draft)
    await dropUnnamedPhotos(tx, before.photos)
  })
  return isThere
}

async function putDraft(tx: WorkTransaction, { photos, ...draft }: Draft) {
  await addPhotos(tx, photos)
  await tx.objectStore('drafts').put({ ...draft, shots: photos.map(({ bytes: _, ...shot }) => shot), photos: photos.map(({ hash }) => hash) })
}

/** Makes a report that came back for one of its photos a draft again, without that photo; answers the draft's id, or undefined when another tab was quicker. */
export const reopenAsDraft = (key: number): Promise<string | undefined> => saveWork(async (tx) => {
  const item = await tx.objectStore('returned').get(key)
  if (item?.envelope.name !== 'reports.file') return undefined
  const { reportId, photos, kind, text, place, areaId, seenAt } = item.envelope.input as CommandInput<'reports.file'>
  const refused = 'hash' in item.refusal ? item.refusal.hash : undefined
  const kept = photos.filter(hash => hash !== refused)
  await tx.objectStore('returned').delete(key)
  await tx.objectStore('drafts').put({
    id: reportId,
    accountId: item.accountId,
    kind,
    text,
    ...place && { place },
    ...areaId && { areaId },
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
  const { me } = await keptSession()
  if (!me) return []
  const kept = await (await store()).getAllFromIndex('drafts', 'byAccount', me.accountId)
  return (await Promise.all(kept.map(withPhotos))).sort((a, b) => b.changedAt - a.changedAt)
}

/** One draft of this account. */
export async function draft(id: string): Promise<Draft | undefined> {
  const { me } = await keptSession()
  const kept = await (await store()).get('drafts', id)
  return kept && kept.accountId === me?.accountId ? await withPhotos(kept) : undefined
}

/** Forgets a draft, and its photos unless a command names them. */
export const dropDraft = (id: string): Promise<void> => changeWork(tx => forgetDraft(tx, id))

/** The same within a transaction, which may save the command that the draft became. */
export async function forgetDraft(tx: WorkTransaction, id: string): Promise<void> {
  const before = await tx.objectStore('drafts').get(id)
  await tx.objectStore('drafts').delete(id)
  await dropUnnamedPhotos(tx, before?.photos ?? [])
}

async function withPhotos({ shots, photos: _, ...draft }: KeptDraft): Promise<Draft> {
  const db = await store()
  const found = await Promise.all(shots.map(async shot => ({ ...shot, bytes: await db.get('photos', shot.hash) })))
  return { ...draft, photos: found.flatMap(({ bytes, ...shot }) => bytes ? [{ ...shot, bytes }] : []) }
}
