import type { ReportKind } from '#shared/reports/rules.ts'
import type { FilledIn, SavedDraft, Shot } from '../store/schema.ts'
import type { OutboxTransaction } from '../store/transactions.ts'
import { saveTransaction } from '../store/quota.ts'
import { savedSession } from '../store/session.ts'
import { store, wasCleared } from '../store/store.ts'
import { addPhotos, dropUnnamedPhotos, outboxTransaction } from '../store/transactions.ts'
import { isCommand } from './by-name.ts'

export interface DraftPhoto extends Shot { bytes: ArrayBuffer }
/** A report begun and not sent. */
export interface Draft extends FilledIn {
  id: string
  accountId: string
  kind: ReportKind | null
  photos: DraftPhoto[]
  /** How many photos have lost their bytes: the browser cleared them away. */
  lost?: number
  changedAt: number
}

/** Saves a new draft with its photos, all or nothing. Throws StorageFullError when the phone is full. */
export const beginDraft = (draft: Draft): Promise<void> => saveTransaction(tx => putDraft(tx, draft))

/**
 * Saves a draft together with the photos that another tab has added since, and returns those; `seen`: hashes
 * that this tab knows. Undefined when another tab has filed or deleted the draft, which must not be filed
 * twice. A draft that the browser has cleared away is saved anew while its page is open.
 */
export async function saveDraft(draft: Draft, seen: ReadonlySet<string>): Promise<DraftPhoto[] | undefined> {
  const repair = await repairing()
  const unseen = await saveTransaction(async (tx) => {
    const saved = await tx.objectStore('drafts').get(draft.id)
    if (!saved) {
      if (wasCleared()) await putDraft(tx, draft)
      return wasCleared() ? [] : undefined
    }
    const before = repair(saved)
    const others = before.shots.filter(({ hash }) => !seen.has(hash))
    await putDraft(tx, draft, others)
    await dropUnnamedPhotos(tx, before.photos)
    return others
  })
  return unseen && (await withBytes(unseen))
}

async function putDraft(
  tx: OutboxTransaction,
  { photos, lost: _, ...draft }: Draft,
  others: Shot[] = [],
) {
  await addPhotos(tx, photos)
  const shots = [...photos.map(({ bytes: _, ...shot }) => shot), ...others]
  await tx.objectStore('drafts').put({ ...draft, shots, photos: shots.map(({ hash }) => hash) })
}

/** The draft to be filed is gone: another tab has filed or dropped it. */
export class DraftGoneError extends Error {
  override readonly name = 'DraftGoneError'
}

/** Deletes a draft in the transaction that saves its command; throws DraftGoneError when it is gone. */
export async function endDraft(tx: OutboxTransaction, id: string): Promise<void> {
  if ((await tx.objectStore('drafts').getKey(id)) === undefined)
    throw new DraftGoneError('the draft has gone')
  await deleteDraft(tx, id)
}

/**
 * Turns a returned report into a draft again, without the photo that was refused. Returns the draft's id, or
 * undefined when another tab was quicker.
 */
export const reopenAsDraft = (key: number): Promise<string | undefined> =>
  saveTransaction(async (tx) => {
    const item = await tx.objectStore('returned').get(key)
    if (!item || !isCommand(item.envelope, 'reports.file')) return undefined
    const { reportId, photos, seenClock, ...filled } = item.envelope.input
    const { seenAt } = filled
    // It is not known any more which photo dated the report.
    const picked = seenClock && { at: seenAt, isShot: true, clock: seenClock }
    const refused = 'hash' in item.refusal ? item.refusal.hash : undefined
    const saved = photos.filter(hash => hash !== refused)
    await tx.objectStore('returned').delete(key)
    await tx.objectStore('drafts').put({
      id: reportId,
      accountId: item.accountId,
      ...filled,
      shots: saved.map(hash => ({ hash, seenAt, ...picked && { picked } })),
      photos: saved,
      changedAt: Date.now(),
    })
    await dropUnnamedPhotos(tx, item.photos)
    return reportId
  })

/**
 * The owner of drafts begun without an account: they belong to the phone until somebody signs in and opens
 * them.
 */
export const VISITOR = ''

/** This account's drafts and those that a visitor began on this phone, newest first. */
export async function drafts(): Promise<Draft[]> {
  const { me } = await savedSession()
  const saved = await savedDrafts(me?.accountId ?? VISITOR)
  return (await Promise.all(saved.map(asDraft))).sort((a, b) => b.changedAt - a.changedAt)
}

async function savedDrafts(accountId: string): Promise<SavedDraft[]> {
  const db = await store()
  const of = async (id: string) => await db.getAllFromIndex('drafts', 'byAccount', id)
  return accountId === VISITOR ? await of(VISITOR) : [...await of(accountId), ...await of(VISITOR)]
}

/** One draft of this account. A visitor's becomes theirs who signs in and opens it. */
export async function draft(id: string): Promise<Draft | undefined> {
  const accountId = (await savedSession()).me?.accountId ?? VISITOR
  const saved = await (await store()).get('drafts', id)
  const own = saved?.accountId === VISITOR ? await adopt(id, accountId) : saved
  return own?.accountId === accountId ? await asDraft(own) : undefined
}

const adopt = (id: string, accountId: string): Promise<SavedDraft | undefined> =>
  outboxTransaction(async (tx) => {
    const saved = await tx.objectStore('drafts').get(id)
    if (saved?.accountId !== VISITOR || accountId === VISITOR) return saved
    await tx.objectStore('drafts').put({ ...saved, accountId })
    return { ...saved, accountId }
  })

/** How many drafts an account finds on this phone, without reading their photos. */
export async function countDrafts(accountId: string): Promise<number> {
  const db = await store()
  const [own, visitors] = await Promise.all([accountId, VISITOR]
    .map(async id => await db.countFromIndex('drafts', 'byAccount', id)))
  return own! + visitors!
}

/** Deletes a draft, and its photos unless a command names them. */
export const dropDraft = (id: string): Promise<void> => outboxTransaction(tx => deleteDraft(tx, id))

async function deleteDraft(tx: OutboxTransaction, id: string): Promise<void> {
  const before = await tx.objectStore('drafts').get(id)
  await tx.objectStore('drafts').delete(id)
  await dropUnnamedPhotos(tx, before?.photos ?? [])
}

async function asDraft(saved: SavedDraft): Promise<Draft> {
  const { shots, photos: _, ...draft } = (await repairing())(saved)
  const found = await withBytes(shots)
  const saidToBe = Array.isArray(saved.shots) ? saved.shots.length : 0
  return { ...draft, photos: found, lost: saidToBe - found.length }
}

/** The schemas come with the first draft. Where they can't be loaded, it is taken as it is. */
const repairing = () =>
  import('./repair-draft.ts').then(({ repairDraft }) => repairDraft, () => (saved: SavedDraft) => saved)

async function withBytes(shots: Shot[]): Promise<DraftPhoto[]> {
  const db = await store()
  const found = await Promise.all(
    shots.map(async shot => ({ ...shot, bytes: await db.get('photos', shot.hash) })),
  )
  return found.flatMap(({ bytes, ...shot }) => (bytes ? [{ ...shot, bytes }] : []))
}
