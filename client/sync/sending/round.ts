import type { Reply } from '#shared/sync/protocol.ts'
import type { Decided } from '../outbox-store/decisions.ts'
import type { PhotoRefused, Trouble } from '../store/schema.ts'
import type { QueueEntry } from './batch.ts'
import type { Leadership } from './leader.ts'
import type { PhotoSent, Sent } from './send.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { publish } from '../browser/channel.ts'
import { saveDecisions } from '../outbox-store/decisions.ts'
import { forgetUploaded, isIntact, noteUploaded, photoBytes } from '../outbox-store/photos.ts'
import { markSent } from '../outbox-store/sent.ts'
import { noteTrouble, waitingOf } from '../outbox-store/waiting.ts'
import { pickBatch } from './batch.ts'
import { Lanes } from './lanes.ts'
import { PhotoPump } from './photo-pump.ts'
import { Queue } from './queue.ts'
import { putOffBy, send, troubleOf } from './send.ts'

/**
 * How a round over the outbox ended, and how long each lane that could not move was asked to wait (ms).
 * `taken`: another tab sends now, or another account has signed in.
 */
export interface RoundResult {
  end: 'done' | 'unreachable' | 'signedOut' | 'taken'
  afterMs?: number
  held: Map<string, number>
}

/** Statuses by which the server judges the command and not the moment. */
const malformedStatuses = [400, 413, 422]

/** Sends an account's outbox once, batch after batch, with the photos beside. */
export class Round {
  readonly #lanes: Lanes
  readonly #queue: Queue
  readonly #pump: PhotoPump
  readonly #over = new AbortController()
  #end: RoundResult['end'] = 'done'
  #afterMs: number | undefined
  #sending: number[] = []
  /** Decided by the server and not stored yet. */
  readonly #decided: Decided[] = []
  #accepted = 0
  /** Commands whose missing photos have been sent again. */
  readonly #sentAgain = new Set<number>()

  constructor(
    private readonly leadership: Leadership,
    private readonly accountId: string,
    skip: ReadonlySet<string>,
    private readonly uploaded: Set<string>,
  ) {
    this.#lanes = new Lanes(skip)
    this.#queue = new Queue(accountId)
    this.#pump = new PhotoPump(
      uploaded,
      (hash, sent) => this.#photoSent(hash, sent),
      () => this.#publishActivity(),
      this.#over.signal,
    )
    leadership.signal.addEventListener('abort', () => this.#stop('taken'))
    if (leadership.signal.aborted) this.#stop('taken')
  }

  async run(): Promise<RoundResult> {
    try {
      while (!this.#isOver && await this.#step());
      await this.#saveDecided()
      // Commands that could move and did not (unanswered photo, failed store) count as without an answer.
      if (this.#end === 'done' && this.#movable.length > 0) this.#end = 'unreachable'
    }
    catch (error) {
      this.#over.abort() // The store has failed: replies to what is being sent could not be saved.
      throw error
    }
    finally {
      this.#pump.stop()
      while (!this.#pump.isIdle) await this.#pump.next()
      this.#publishActivity()
      if (this.#accepted > 0) publish({ about: 'answers' })
    }
    return { end: this.#end, held: this.#lanes.held, ...(this.#afterMs && { afterMs: this.#afterMs }) }
  }

  get #isOver() {
    return this.#over.signal.aborted
  }

  /** Sends the next batch, or waits for a photo; false when neither is possible. */
  async #step(): Promise<boolean> {
    const { batch, misfits, isUploading } = await this.#pick()
    await this.#save(misfits.map(({ key, issues }) => ({ key, verdict: { status: 'malformed', issues } })))
    if (batch.length > 0) await this.#deliver(batch)
    else if (isUploading) await Promise.all([this.#saveDecided(), this.#pump.next()])
    else return misfits.length > 0
    return true
  }

  /** Waiting commands of lanes that move, as far as the queue has been read. */
  get #movable(): QueueEntry[] {
    return this.#queue.entries.filter(({ lane }) => this.#lanes.moves(lane))
  }

  /** The commands for one request; reads no more of the outbox than that takes. */
  async #pick() {
    for (let hasMore = true; ;) {
      const picked = this.#pickFromRead()
      if (!hasMore || picked.batch.length >= BATCH_COMMANDS_MAX) return picked
      hasMore = await this.#queue.readOn()
    }
  }

  /** Synchronous, so that no photo arrives between `isReady` and `isUploading`. */
  #pickFromRead() {
    const entries = this.#movable
    this.#pump.feed(entries.flatMap(({ photos }) => photos))
    const picked = pickBatch(entries, {
      isReady: ({ photos }) => photos.every(hash => this.uploaded.has(hash) || this.#pump.lost.has(hash)),
      limitOf: lane => this.#lanes.limitOf(lane),
      isOneLaneOnly: this.#lanes.isOneLaneOnly,
    })
    return { ...picked, isUploading: !this.#pump.isIdle }
  }

  async #saveDecided() {
    const decided = [...this.#decided]
    await this.#save(decided)
    this.#decided.splice(0, decided.length)
  }

  async #save(decided: Decided[]) {
    await saveDecisions(this.accountId, decided)
    this.#queue.drop(decided.map(({ key }) => key))
  }

  /** Stores the last replies and reads on while the request travels: on a cheap phone both take as long. */
  async #deliver(batch: QueueEntry[]) {
    const entries = await markSent(batch, this.accountId, this.leadership.holder)
    if (!entries) return this.#stop('taken')
    const keys = new Set(entries.map(({ key }) => key))
    this.#queue.drop(batch.flatMap(({ key }) => keys.has(key) ? [] : [key]))
    if (entries.length === 0) return
    const [sent] = await Promise.all([
      this.#request(entries),
      this.#saveDecided().then(() => this.#queue.readAhead()),
    ])
    this.#sending = []
    if (sent.kind === 'replies') return await this.#take(entries, sent.replies)
    this.#publishActivity()
    if (this.#isOver) return
    if (sent.kind === 'signedOut') return this.#stop('signedOut')
    if (sent.kind === 'fault') return await this.#serverFailed(entries, sent)
    await noteTrouble([...keys], troubleOf(sent))
    this.#stop('unreachable', sent.afterMs)
  }

  #request(entries: QueueEntry[]): Promise<Sent> {
    this.#sending = entries.map(({ key }) => key)
    this.#publishActivity()
    return send(entries.map(({ envelope }) => envelope), this.#over.signal)
  }

  /**
   * Sends the next batch before the replies are stored. If the tab dies in between, the same commands are
   * sent again and the server replays their receipts.
   */
  async #take(batch: QueueEntry[], replies: Reply[]) {
    const undecided = new Map<string, { entry: QueueEntry, reply: Reply | undefined }>() // By lane.
    const replyTo = new Map(replies.map(reply => [reply.id, reply]))
    for (const item of batch) {
      const { key, lane, envelope } = item
      const reply = replyTo.get(envelope.id)
      if (reply && reply.status !== 'retry') this.#decided.push({ key, verdict: reply, item })
      else if (!undecided.has(lane)) undecided.set(lane, { entry: item, reply })
      if (reply?.status === 'accepted') this.#accepted++
    }
    this.#lanes.widen(batch)
    this.#queue.drop(this.#decided.map(({ key }) => key))
    for (const { entry, reply } of undecided.values()) await this.#undecided(entry, reply)
  }

  /** A photo that the server lost is sent once more; for any other reason the command waits with its lane. */
  async #undecided(entry: QueueEntry, reply: Reply | undefined) {
    const { afterMs = 0, missingPhotos = [], refusal } = reply?.status === 'retry' ? reply : {}
    if (refusal) return await this.#hold([entry], putOffBy(refusal), afterMs)
    if (missingPhotos.length === 0 || this.#sentAgain.has(entry.key))
      return await this.#hold([entry], 'serverBusy', afterMs)
    this.#sentAgain.add(entry.key)
    for (const hash of missingPhotos) {
      if (!await photoBytes(hash)) return await this.#refusePhoto([entry], { code: 'photo.broken', hash })
      await forgetUploaded(hash)
      this.uploaded.delete(hash)
      this.#pump.again(hash)
    }
  }

  async #serverFailed(batch: QueueEntry[], { status, refusal }: Extract<Sent, { kind: 'fault' }>) {
    if (this.#lanes.narrow(batch)) return
    const [culprit] = batch
    if (!culprit) return
    if (!malformedStatuses.includes(status)) return await this.#hold([culprit], 'serverBusy')
    const issues = [refusal?.code ?? String(status)]
    await this.#save([{ key: culprit.key, verdict: { status: 'malformed', issues } }])
  }

  async #photoSent(hash: string, sent: PhotoSent) {
    if (sent.kind === 'stored') {
      await noteUploaded(hash)
      this.uploaded.add(hash)
      return
    }
    if (this.#isOver) return // Aborted with the rest of the round.
    if (sent.kind === 'signedOut') return this.#stop('signedOut')
    const naming = (await waitingOf(this.accountId)).filter(({ photos }) => photos.includes(hash))
    if (sent.kind === 'refused') return await this.#refusePhoto(naming, sent.refusal)
    if (sent.kind === 'damaged' && !(await isIntact(hash)))
      return await this.#refusePhoto(naming, { code: 'photo.broken', hash })
    if (sent.kind === 'damaged') return await this.#hold(naming, 'unreachable')
    await this.#hold(naming, troubleOf(sent), sent.kind === 'unreachable' ? sent.afterMs : 0)
    if (sent.kind === 'unreachable') this.#pump.stop() // Commands without photos are still tried.
  }

  /** Returns commands to their maker because of a photo. */
  #refusePhoto(entries: { key: number }[], refusal: PhotoRefused) {
    return this.#save(entries.map(({ key }) => ({ key, verdict: { status: 'refused', refusal } })))
  }

  async #hold(entries: { key: number, lane: string }[], trouble: Trouble, afterMs = 0) {
    const heldUntil = trouble === 'tooOften' ? Date.now() + afterMs : undefined
    await noteTrouble(entries.map(({ key }) => key), trouble, heldUntil)
    for (const { lane } of entries) this.#lanes.hold(lane, afterMs)
  }

  #stop(end: RoundResult['end'], afterMs?: number) {
    if (this.#isOver) return
    this.#end = end
    this.#afterMs = afterMs
    this.#pump.stop()
    this.#over.abort() // Photos being sent would end the same way.
  }

  #publishActivity() {
    publish({
      about: 'activity',
      sending: [...this.#sending, ...this.#decided.map(({ key }) => key)],
      uploading: [...this.#pump.active],
      uploaded: [...this.uploaded],
    })
  }
}
