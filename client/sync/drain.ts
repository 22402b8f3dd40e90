import type { Reply } from '#shared/sync/protocol.ts'
import type { Entry } from './batch.ts'
import type { PhotoSent, Sent } from './send.ts'
import type { Turn } from './sender.ts'
import type { Verdict } from './settle.ts'
import type { PhotoRefused } from './store.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { keptSession } from './account.ts'
import { pickBatch, unfit } from './batch.ts'
import { say } from './channel.ts'
import { isIntact, photoBytes, PhotoPump } from './photo-pump.ts'
import { send } from './send.ts'
import { markSent, noteTrouble, settle, waitingOf } from './settle.ts'
import { store } from './store.ts'

/** How a pass over the outbox ended, and what each lane that could not move was asked to wait (ms). */
export interface PassEnd {
  end: 'done' | 'silence' | 'signedOut' | 'taken'
  afterMs?: number
  held: Map<string, number>
}

/** Sends whatever this phone's account has waiting, except in the lanes to skip, until nothing more moves. */
export async function drain(turn: Turn, skip: ReadonlySet<string> = new Set()): Promise<PassEnd> {
  const { me, isSignedIn } = await keptSession()
  if (!me || !isSignedIn) return { end: 'signedOut', held: new Map() }
  // Without any network nothing can leave: what waits is not marked as sent, and can still be changed in place.
  if (globalThis.navigator?.onLine === false) return { end: 'silence', held: new Map() }
  const uploaded = new Set(await (await store()).getAllKeys('uploaded'))
  return await new Pass(turn, me.accountId, skip, uploaded).run()
}

/** What the server answers about a command as such, not about the moment. */
const saysMalformed = [400, 413, 422]

class Pass {
  readonly #held = new Map<string, number>()
  readonly #most = new Map<string, number>()
  readonly #sentAgain = new Set<number>()
  readonly #pump: PhotoPump
  #end: PassEnd['end'] = 'done'
  #afterMs: number | undefined
  #oneLaneOnly = false
  #sending: number[] = []
  #accepted = 0
  readonly #over = new AbortController()

  constructor(
    private readonly turn: Turn,
    private readonly accountId: string,
    private readonly skip: ReadonlySet<string>,
    private readonly uploaded: Set<string>,
  ) {
    this.#pump = new PhotoPump(uploaded, (hash, sent) => this.#photoSent(hash, sent), () => this.#showActivity(), this.#over.signal)
    turn.signal.addEventListener('abort', () => this.#stop('taken'))
    if (turn.signal.aborted) this.#stop('taken')
  }

  async run(): Promise<PassEnd> {
    try {
      while (!this.#isOver && await this.#step());
      // What could move and did not (a photo met silence, the phone's store failed) is tried again like any silence.
      if (this.#end === 'done' && (await this.#movable()).length > 0) this.#end = 'silence'
    }
    finally {
      this.#pump.stop()
      while (!this.#pump.isIdle) await this.#pump.next()
      this.#showActivity()
      if (this.#accepted > 0) say({ about: 'answers' })
    }
    return { end: this.#end, held: this.#held, ...(this.#afterMs && { afterMs: this.#afterMs }) }
  }

  get #isOver() {
    return this.#over.signal.aborted
  }

  /** Sends what is ready, or waits for a photo; false when neither can be done. */
  async #step(): Promise<boolean> {
    const entries = await this.#movable()
    this.#pump.feed(entries.flatMap(({ photos }) => photos))
    const batch = pickBatch(entries, {
      isReady: ({ photos }) => photos.every(hash => this.uploaded.has(hash) || this.#pump.lost.has(hash)),
      isHeld: lane => this.#held.has(lane),
      mostOf: lane => this.#most.get(lane) ?? BATCH_COMMANDS_MAX,
      oneLaneOnly: this.#oneLaneOnly,
    })
    if (batch.length > 0) await this.#deliver(batch)
    else if (this.#pump.isIdle) return false
    else await this.#pump.next()
    return true
  }

  /** Waiting commands whose lanes move; what could never be sent goes to the shelf here, and blocks nobody. */
  async #movable(): Promise<Entry[]> {
    const entries = (await waitingOf(this.accountId)).filter(({ lane }) => !this.skip.has(lane) && !this.#held.has(lane))
    const misfits = entries.flatMap(entry => ({ key: entry.key, issues: unfit(entry) })).filter(({ issues }) => issues !== null)
    await settle(misfits.map(({ key, issues }) => ({ key, verdict: { status: 'malformed', issues: issues ?? [] } })))
    return entries.filter(({ key }) => !misfits.some(misfit => misfit.key === key))
  }

  async #deliver(batch: Entry[]) {
    const marked = await markSent(batch.map(({ key }) => key), this.accountId, this.turn.holder)
    if (!marked) return this.#stop('taken')
    const sending = batch.filter(({ key }) => marked.has(key))
    if (sending.length === 0) return
    const sent = await this.#sendNow(sending, [...marked.values()])
    if (sent.kind === 'replies') return await this.#take(sending, sent.replies)
    if (this.#isOver) return
    if (sent.kind === 'signedOut') return this.#stop('signedOut')
    if (sent.kind === 'fault') return await this.#narrow(sending, sent)
    await noteTrouble(marked.keys())
    this.#stop('silence', sent.afterMs)
  }

  async #sendNow(entries: Entry[], envelopes: Entry['envelope'][]): Promise<Sent> {
    this.#sending = entries.map(({ key }) => key)
    this.#showActivity()
    try {
      return await send(envelopes, this.#over.signal)
    }
    finally {
      this.#sending = []
    }
  }

  async #take(batch: Entry[], replies: Reply[]) {
    const decided: { key: number, verdict: Verdict }[] = []
    const undecided = new Map<string, { entry: Entry, reply: Reply | undefined }>() // The first of each lane; the rest waits for it.
    for (const entry of batch) {
      const reply = replies.find(({ id }) => id === entry.envelope.id)
      if (reply && reply.status !== 'retry') decided.push({ key: entry.key, verdict: reply })
      else if (!undecided.has(entry.lane)) undecided.set(entry.lane, { entry, reply })
    }
    await settle(decided)
    this.#accepted += decided.filter(({ verdict }) => verdict.status === 'accepted').length
    for (const { lane } of batch) this.#most.set(lane, Math.min(BATCH_COMMANDS_MAX, (this.#most.get(lane) ?? BATCH_COMMANDS_MAX) * 2))
    for (const { entry, reply } of undecided.values()) await this.#askedAgain(entry, reply)
  }

  /** Nothing was decided. A photo the server lost is sent once more; anything else waits, and its lane with it. */
  async #askedAgain(entry: Entry, reply: Reply | undefined) {
    const { afterMs = 0, missingPhotos = [] } = reply?.status === 'retry' ? reply : {}
    if (missingPhotos.length === 0 || this.#sentAgain.has(entry.key)) return await this.#hold([entry], afterMs)
    this.#sentAgain.add(entry.key)
    for (const hash of missingPhotos) {
      if (!await photoBytes(hash)) return await this.#refusePhoto([entry], { code: 'photo.broken', hash })
      await (await store()).delete('uploaded', hash)
      this.uploaded.delete(hash)
      this.#pump.again(hash)
    }
  }

  /** The server failed over a batch: lanes apart, then ever fewer, until the culprit stands alone and only its lane waits. */
  async #narrow(batch: Entry[], { status, refusal }: Extract<Sent, { kind: 'fault' }>) {
    const [first] = batch
    if (!first) return
    if (new Set(batch.map(({ lane }) => lane)).size > 1) this.#oneLaneOnly = true
    else if (batch.length > 1) this.#most.set(first.lane, Math.floor(batch.length / 2))
    else if (saysMalformed.includes(status)) await settle([{ key: first.key, verdict: { status: 'malformed', issues: [refusal?.code ?? String(status)] } }])
    else await this.#hold([first])
  }

  async #photoSent(hash: string, sent: PhotoSent) {
    if (sent.kind === 'stored') {
      await (await store()).put('uploaded', Date.now(), hash)
      this.uploaded.add(hash)
      return
    }
    if (this.#isOver) return // Cut off with the rest of the pass.
    if (sent.kind === 'signedOut') return this.#stop('signedOut')
    if (sent.kind === 'refused') return await this.#refusePhoto(await this.#naming(hash), sent.refusal)
    if (sent.kind === 'damaged' && !await isIntact(hash)) return await this.#refusePhoto(await this.#naming(hash), { code: 'photo.broken', hash })
    await this.#hold(await this.#naming(hash), sent.kind === 'silence' ? sent.afterMs : 0)
    if (sent.kind === 'silence') this.#pump.stop() // Commands that need no photo may still have better luck.
  }

  async #naming(hash: string) {
    return (await waitingOf(this.accountId)).filter(({ photos }) => photos.includes(hash))
  }

  /** Back to their maker, with the photo's own reason. */
  #refusePhoto(entries: Entry[], refusal: PhotoRefused) {
    return settle(entries.map(({ key }) => ({ key, verdict: { status: 'refused', refusal } })))
  }

  async #hold(entries: Entry[], afterMs = 0) {
    await noteTrouble(entries.map(({ key }) => key))
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
    say({ about: 'activity', sending: this.#sending, uploading: [...this.#pump.active], uploaded: [...this.uploaded] })
  }
}
