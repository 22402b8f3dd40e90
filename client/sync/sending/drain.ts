import type { Reply } from '#shared/sync/protocol.ts'
import type { PhotoRefused, Trouble } from '../store/store.ts'
import type { Entry } from './batch.ts'
import type { Turn } from './leader.ts'
import type { PhotoSent, Sent, Unanswered } from './send.ts'
import type { Verdict } from './settle.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { publish } from '../browser/channel.ts'
import { saveTransaction } from '../store/quota.ts'
import { savedSession } from '../store/session.ts'
import { store } from '../store/store.ts'
import { EVERYTHING } from './backoff.ts'
import { pickBatch } from './batch.ts'
import { isIntact, photoBytes, PhotoPump } from './photo-pump.ts'
import { Queue } from './queue.ts'
import { send } from './send.ts'
import { savedPauses, savePauses } from './server-pauses.ts'
import { markSent, noteTrouble, settle, waitingOf } from './settle.ts'

/** How a pass over the outbox ended, and what each lane that could not move was asked to wait (ms). */
export interface PassEnd {
  end: 'done' | 'unreachable' | 'signedOut' | 'taken'
  afterMs?: number
  held: Map<string, number>
}

/** Sends whatever this phone's account has waiting, except in the lanes to skip, until nothing more moves. */
export async function drain(turn: Turn, skip: ReadonlySet<string> = new Set()): Promise<PassEnd> {
  const { me, isSignedIn } = await savedSession()
  if (!me || !isSignedIn) return { end: 'signedOut', held: new Map() }
  // Without any network nothing can leave: what waits is not marked as sent, and can still be changed in
  // place.
  if (globalThis.navigator?.onLine === false) return { end: 'unreachable', held: new Map() }
  const [told, uploaded] = await Promise.all([savedPauses(), (await store()).getAllKeys('uploaded')])
  const everythingMs = told.get(EVERYTHING)
  if (everythingMs !== undefined) return { end: 'unreachable', afterMs: everythingMs, held: new Map() }
  const pass = await new Pass(turn, me.accountId, new Set([...skip, ...told.keys()]), new Set(uploaded)).run()
  await savePauses(pass)
  return { ...pass, held: new Map([...pass.held, ...[...told].filter(([lane]) => !skip.has(lane))]) }
}

/** What the server answers about a command as such, not about the moment. */
const saysMalformed = [400, 413, 422]

/** What stood in the way: whoever refuses was reached. */
function troubleOf(sent: Unanswered): Trouble {
  if (sent.kind === 'unreachable' && sent.refusal?.code === 'photo.quota') return 'photoQuota'
  return sent.kind === 'fault' || (sent.kind === 'unreachable' && sent.refusal) ? 'serverBusy' : 'unreachable'
}

class Pass {
  readonly #held = new Map<string, number>()
  readonly #most = new Map<string, number>()
  readonly #sentAgain = new Set<number>()
  readonly #pump: PhotoPump
  #end: PassEnd['end'] = 'done'
  #afterMs: number | undefined
  #oneLaneOnly = false
  #sending: number[] = []
  readonly #decided: { key: number, verdict: Verdict }[] = [] // Answered, and not yet put away.
  readonly #queue: Queue
  #accepted = 0
  readonly #over = new AbortController()

  constructor(
    private readonly turn: Turn,
    private readonly accountId: string,
    private readonly skip: ReadonlySet<string>,
    private readonly uploaded: Set<string>,
  ) {
    this.#queue = new Queue(accountId)
    this.#pump = new PhotoPump(
      uploaded,
      (hash, sent) => this.#photoSent(hash, sent),
      () => this.#showActivity(),
      this.#over.signal,
    )
    turn.signal.addEventListener('abort', () => this.#stop('taken'))
    if (turn.signal.aborted) this.#stop('taken')
  }

  async run(): Promise<PassEnd> {
    try {
      while (!this.#isOver && await this.#step());
      await this.#putAway()
      // What could move and did not (a photo met silence, the phone's store failed) is tried again like any
      // silence.
      if (this.#end === 'done' && this.#movable.length > 0) this.#end = 'unreachable'
    }
    catch (error) {
      this.#over.abort() // The phone's own store fails: what is on its way could not be put away.
      throw error
    }
    finally {
      this.#pump.stop()
      while (!this.#pump.isIdle) await this.#pump.next()
      this.#showActivity()
      if (this.#accepted > 0) publish({ about: 'answers' })
    }
    return { end: this.#end, held: this.#held, ...(this.#afterMs && { afterMs: this.#afterMs }) }
  }

  get #isOver() {
    return this.#over.signal.aborted
  }

  /** Sends what is ready, or waits for a photo; false when neither can be done. */
  async #step(): Promise<boolean> {
    const { batch, misfits, isUploading } = await this.#pick()
    await this.#settle(misfits.map(({ key, issues }) => ({ key, verdict: { status: 'malformed', issues } })))
    if (batch.length > 0) await this.#deliver(batch)
    else if (isUploading) await Promise.all([this.#putAway(), this.#pump.next()])
    else return misfits.length > 0
    return true
  }

  /** Waiting commands whose lanes move, as far as they have been read. */
  get #movable(): Entry[] {
    return this.#queue.entries.filter(({ lane }) => !this.skip.has(lane) && !this.#held.has(lane))
  }

  /** As much as a request can carry, from as few commands as that takes. */
  async #pick() {
    let picked = this.#pickFromRead()
    for (
      let hasMore = true;
      hasMore && picked.batch.length < BATCH_COMMANDS_MAX;
      picked = this.#pickFromRead()
    )
      hasMore = await this.#queue.readOn()
    return picked
  }

  /**
   * In one go, lest a photo arrive between the question what is ready and the question what is still on its
   * way.
   */
  #pickFromRead() {
    const entries = this.#movable
    this.#pump.feed(entries.flatMap(({ photos }) => photos))
    const picked = pickBatch(entries, {
      isReady: ({ photos }) => photos.every(hash => this.uploaded.has(hash) || this.#pump.lost.has(hash)),
      mostOf: lane => this.#most.get(lane) ?? BATCH_COMMANDS_MAX,
      oneLaneOnly: this.#oneLaneOnly,
    })
    return { ...picked, isUploading: !this.#pump.isIdle }
  }

  async #putAway() {
    const decided = [...this.#decided]
    await this.#settle(decided)
    this.#decided.splice(0, decided.length)
  }

  async #settle(decided: { key: number, verdict: Verdict }[]) {
    await settle(this.accountId, decided)
    this.#queue.drop(decided.map(({ key }) => key))
  }

  /**
   * While a request travels, the phone puts the answers before it away and reads on: flash memory is as slow
   * as a network.
   */
  async #deliver(batch: Entry[]) {
    const sending = await markSent(batch, this.accountId, this.turn.holder)
    if (!sending) return this.#stop('taken')
    const going = new Set(sending.map(({ key }) => key))
    this.#queue.drop(batch.flatMap(({ key }) => going.has(key) ? [] : [key]))
    if (sending.length === 0) return
    const [sent] = await Promise.all([
      this.#sendNow(sending),
      this.#putAway().then(() => this.#queue.readOn()),
    ])
    this.#sending = []
    if (sent.kind === 'replies') return await this.#take(sending, sent.replies)
    this.#showActivity()
    if (this.#isOver) return
    if (sent.kind === 'signedOut') return this.#stop('signedOut')
    if (sent.kind === 'fault') return await this.#narrow(sending, sent)
    await noteTrouble([...going], troubleOf(sent))
    this.#stop('unreachable', sent.afterMs)
  }

  #sendNow(entries: Entry[]): Promise<Sent> {
    this.#sending = entries.map(({ key }) => key)
    this.#showActivity()
    return send(entries.map(({ envelope }) => envelope), this.#over.signal)
  }

  /**
   * Where all is decided the next batch leaves before the answers are put away: cut off here, the same is
   * asked and answered again.
   */
  async #take(batch: Entry[], replies: Reply[]) {
    // The first of each lane; the rest waits for it.
    const undecided = new Map<string, { entry: Entry, reply: Reply | undefined }>()
    const answers = new Map(replies.map(reply => [reply.id, reply]))
    for (const entry of batch) {
      const reply = answers.get(entry.envelope.id)
      if (reply && reply.status !== 'retry') this.#decided.push({ key: entry.key, verdict: reply })
      else if (!undecided.has(entry.lane)) undecided.set(entry.lane, { entry, reply })
      if (reply?.status === 'accepted') this.#accepted++
    }
    for (const { lane } of batch)
      this.#most.set(lane, Math.min(BATCH_COMMANDS_MAX, (this.#most.get(lane) ?? BATCH_COMMANDS_MAX) * 2))
    this.#queue.drop(this.#decided.map(({ key }) => key))
    for (const { entry, reply } of undecided.values()) await this.#askedAgain(entry, reply)
  }

  /**
   * Nothing was decided. A photo the server lost is sent once more; anything else waits, and its lane with
   * it.
   */
  async #askedAgain(entry: Entry, reply: Reply | undefined) {
    const { afterMs = 0, missingPhotos = [] } = reply?.status === 'retry' ? reply : {}
    if (missingPhotos.length === 0 || this.#sentAgain.has(entry.key))
      return await this.#hold([entry], 'serverBusy', afterMs)
    this.#sentAgain.add(entry.key)
    for (const hash of missingPhotos) {
      if (!await photoBytes(hash)) return await this.#refusePhoto([entry], { code: 'photo.broken', hash })
      await (await store()).delete('uploaded', hash)
      this.uploaded.delete(hash)
      this.#pump.again(hash)
    }
  }

  /**
   * The server failed over a batch: lanes apart, then ever fewer, until the culprit stands alone and only its
   * lane waits.
   */
  async #narrow(batch: Entry[], { status, refusal }: Extract<Sent, { kind: 'fault' }>) {
    const [first] = batch
    if (!first) return
    if (new Set(batch.map(({ lane }) => lane)).size > 1) {
      this.#oneLaneOnly = true
    }
    else if (batch.length > 1) {
      this.#most.set(first.lane, Math.floor(batch.length / 2))
    }
    else if (saysMalformed.includes(status)) {
      await this.#settle([
        { key: first.key, verdict: { status: 'malformed', issues: [refusal?.code ?? String(status)] } },
      ])
    }
    else {
      await this.#hold([first], 'serverBusy')
    }
  }

  async #photoSent(hash: string, sent: PhotoSent) {
    if (sent.kind === 'stored') {
      await saveTransaction(async tx => void await tx.objectStore('uploaded').put(Date.now(), hash))
      this.uploaded.add(hash)
      return
    }
    if (this.#isOver) return // Cut off with the rest of the pass.
    if (sent.kind === 'signedOut') return this.#stop('signedOut')
    if (sent.kind === 'refused') return await this.#refusePhoto(await this.#naming(hash), sent.refusal)
    if (sent.kind === 'damaged' && !(await isIntact(hash)))
      return await this.#refusePhoto(await this.#naming(hash), { code: 'photo.broken', hash })
    await this.#hold(
      await this.#naming(hash),
      sent.kind === 'damaged' ? 'unreachable' : troubleOf(sent),
      sent.kind === 'unreachable' ? sent.afterMs : 0,
    )
    // Commands that need no photo may still have better luck.
    if (sent.kind === 'unreachable') this.#pump.stop()
  }

  async #naming(hash: string) {
    return (await waitingOf(this.accountId)).filter(({ photos }) => photos.includes(hash))
  }

  /** Back to their maker, with the photo's own reason. */
  #refusePhoto(entries: { key: number }[], refusal: PhotoRefused) {
    return this.#settle(entries.map(({ key }) => ({ key, verdict: { status: 'refused', refusal } })))
  }

  async #hold(entries: { key: number, lane: string }[], trouble: Trouble, afterMs = 0) {
    await noteTrouble(entries.map(({ key }) => key), trouble)
    for (const { lane } of entries) this.#held.set(lane, Math.max(afterMs, this.#held.get(lane) ?? 0))
  }

  #stop(end: PassEnd['end'], afterMs?: number) {
    if (this.#isOver) return
    this.#end = end
    this.#afterMs = afterMs
    this.#pump.stop()
    this.#over.abort() // Photos under way would meet the same.
  }

  #showActivity() {
    publish({
      about: 'activity',
      sending: [...this.#sending, ...this.#decided.map(({ key }) => key)],
      uploading: [...this.#pump.active],
      uploaded: [...this.uploaded],
    })
  }
}
