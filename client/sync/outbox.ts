import type { CommandInput, OfflineCommandName } from '#shared/commands.ts'
import type { Ref } from 'vue'
import type { DeliveredOf, WithInput } from './outbox-store/by-name.ts'
import type { ReturnedItem } from './outbox-store/returned.ts'
import type { EnqueueOptions, WaitingEntry } from './outbox-store/waiting.ts'
import type { Runner } from './sending/runner.ts'
import type { sendNow as SendNow } from './sending/send-now.ts'
import type { Delivered } from './store/schema.ts'
import { answerWithin } from '#client/patience.ts'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useAccount } from './account.ts'
import { subscribe } from './browser/channel.ts'
import { onResume, registerSync } from './browser/connectivity.ts'
import { deliveredAs, withInput } from './outbox-store/by-name.ts'
import { deliveredOf } from './outbox-store/decisions.ts'
import { photoBytes, uploadedPhotos } from './outbox-store/photos.ts'
import * as returnedCommands from './outbox-store/returned.ts'
import * as waitingCommands from './outbox-store/waiting.ts'
import { useActivity } from './sending/activity.ts'

export { onOutboxChange } from './browser/channel.ts'
export { onResume } from './browser/connectivity.ts'
export { useDirty } from './browser/dirty.ts'
export { clockNote } from './http/server-time.ts'
export { isCommand } from './outbox-store/by-name.ts'
export type { MalformedError } from './outbox-store/check.ts'
export type { Draft, DraftPhoto } from './outbox-store/drafts.ts'
export {
  beginDraft,
  countDrafts,
  draft,
  DraftGoneError,
  drafts,
  dropDraft,
  reopenAsDraft,
  saveDraft,
  VISITOR,
} from './outbox-store/drafts.ts'
export type { ReturnedItem } from './outbox-store/returned.ts'
export type { LiveReply } from './sending/send-now.ts'
export { FORM_SAVED_MS, savedFormPhotos, saveFormPhotos } from './store/form-photos.ts'
export type { Picked, Trouble } from './store/schema.ts'

/** How long to wait for a script on a slow network (ms). */
const SCRIPT_WAIT_MS = 10_000

/** Sends a live command; `unreachable` where its script, fetched with the first one, can't be loaded. */
export const sendNow: typeof SendNow = (...command) =>
  answerWithin(SCRIPT_WAIT_MS, () => import('./sending/send-now.ts'), null)
    .then(live => live?.sendNow(...command) ?? 'unreachable')

export type OutboxState = 'waiting' | 'uploading' | 'sending' | 'signedOut'
/** A command that waits. `progress`: how many of its photos the server has, 0 to 1. */
export interface OutboxItem extends WaitingEntry { state: OutboxState, progress: number }
export type DeliveredItem = Delivered

/** The commands of one name, with their inputs typed. */
export interface CommandsOf<Name extends OfflineCommandName> {
  readonly waiting: WithInput<OutboxItem, Name>[]
  readonly returned: WithInput<ReturnedItem, Name>[]
  readonly delivered: DeliveredOf<Name>[]
}

/** The commands that wait on this phone, and those that were decided. */
export const useOutbox = defineStore('outbox', () => {
  const account = useAccount()
  const { entries, returned, delivered, uploaded, load } = useContents()
  const activity = useActivity(load, hashes => uploaded.value = new Set(hashes))
  const { run, runNow } = useRunner(load)

  const items = computed(() => entries.value.map((entry): OutboxItem => {
    const there = entry.photos.filter(hash => uploaded.value.has(hash)).length
    const progress = entry.photos.length > 0 ? there / entry.photos.length : 1
    return { ...entry, state: stateOf(entry), progress }
  }))

  function stateOf({ key, photos }: WaitingEntry): OutboxState {
    if (!account.isSignedIn) return 'signedOut'
    if (activity.sending.value.has(key)) return 'sending'
    return photos.some(hash => activity.uploading.value.has(hash)) ? 'uploading' : 'waiting'
  }

  /** The commands of one name; read inside `computed`, it follows the outbox. */
  const of = <Name extends OfflineCommandName>(name: Name): CommandsOf<Name> => ({
    get waiting() { return withInput(items.value, name) },
    get returned() { return withInput(returned.value, name) },
    get delivered() { return deliveredAs(delivered.value, name) },
  })

  return {
    items,
    returned,
    delivered,
    of,
    ...useChanges(load, runNow, returned),
    photoBytes,
    load,
    /** Tries every waiting command without backoff; resolves once that is done. */
    retryNow: () => runNow().then(activity.catchUp),
    /** Tries the commands of lanes that need not wait. */
    drain: () => run().then(activity.catchUp),
  }
})

/** The changes that a person makes to the outbox: each is saved, shown and then sent. */
function useChanges(
  load: () => Promise<void>,
  runNow: () => Promise<void>,
  returned: Ref<readonly ReturnedItem[]>,
) {
  const account = useAccount()

  /**
   * Saves a command and starts sending. When this resolves, it is on the disk. Throws MalformedError for what
   * the server would return; see `add` for the rest.
   */
  async function enqueue<Name extends OfflineCommandName>(
    name: Name,
    input: CommandInput<Name>,
    options: EnqueueOptions = {},
  ): Promise<{ id: string }> {
    const { id: maker } = account // Somebody else may sign in meanwhile.
    if (!maker) throw new Error('nobody has signed in on this phone')
    await check(name, input)
    const id = await waitingCommands.add(maker, name, input, options)
    await load()
    send()
    return { id }
  }

  /**
   * Changes a command that has not been sent, or sends it again if it was returned; false: it has been sent.
   * Throws as `enqueue`, as does `resend`.
   */
  async function edit(
    { key, envelope: { id, name } }: Pick<WaitingEntry, 'key' | 'envelope'>,
    input: unknown,
  ): Promise<boolean> {
    await check(name, input)
    const outcome = await waitingCommands.edit(key, id, input)
    await load()
    if (outcome === 'resent') send()
    return outcome !== 'left'
  }

  /** Sends a returned command again, corrected or as it was; false when another tab was quicker. */
  async function resend(key: number, input?: unknown): Promise<boolean> {
    const envelope = returned.value.find(item => item.key === key)?.envelope
    if (envelope) await check(envelope.name, input ?? envelope.input)
    const isResent = await returnedCommands.resend(key, input)
    await load()
    send()
    return isResent
  }

  function send() {
    registerSync()
    void runNow()
  }

  return { enqueue, edit, resend, withdraw: waitingCommands.withdraw, dismiss: returnedCommands.dismiss }
}

/** The schemas come with the first command. Where they can't be loaded, the server checks alone. */
const check = (name: string, input: unknown): Promise<void> =>
  answerWithin(SCRIPT_WAIT_MS, () => import('./outbox-store/check.ts'), null)
    .then(schemas => schemas?.requireValid(name, input))

/** The account's commands as they are in the database. */
function useContents() {
  const account = useAccount()
  const entries = shallowRef<WaitingEntry[]>([])
  const returned = shallowRef<ReturnedItem[]>([])
  const delivered = shallowRef<DeliveredItem[]>([])
  const uploaded = shallowRef<ReadonlySet<string>>(new Set())

  const load = coalesced(async () => {
    const accountId = account.id
    const [waitingNow, returnedNow, deliveredNow, photos] = accountId
      ? await Promise.all([
          waitingCommands.waitingOf(accountId),
          returnedCommands.returnedOf(accountId),
          deliveredOf(accountId),
          uploadedPhotos(),
        ])
      : [[], [], [], []]
    if (accountId !== account.id) return
    entries.value = waitingNow
    returned.value = returnedNow
    delivered.value = deliveredNow
    uploaded.value = new Set(photos)
  })
  return { entries, returned, delivered, uploaded, load }
}

/** Runs this tab's sender while it is open, and at once when network, person or session are back. */
function useRunner(load: () => Promise<void>) {
  const account = useAccount()
  const runner = lateRunner(() => account.isSignedIn)
  const stops = [
    runner.stop,
    subscribe(({ about }) => about === 'sync' && void runner.runNow()),
    onResume(() => void runner.runNow()),
  ]
  watch(() => [account.id, account.isSignedIn], async ([, isSignedIn]) => {
    await load()
    if (isSignedIn) void runner.runNow()
  })
  onScopeDispose(() => stops.forEach(stop => stop()))
  return runner
}

/** A runner whose script is fetched at the first attempt to send, and again at the next if that fails. */
function lateRunner(maySend: () => boolean): Runner {
  let runner: Promise<Runner> | undefined
  const fetched = () => runner ??= import('./sending/runner.ts').then(
    ({ startRunner }) => startRunner(),
    (error: unknown) => {
      runner = undefined
      throw error
    },
  )
  return {
    run: async () => maySend() ? await fetched().then(({ run }) => run(), () => {}) : undefined,
    runNow: async () => maySend() ? await fetched().then(({ runNow }) => runNow(), () => {}) : undefined,
    stop: () => void runner?.then(({ stop }) => stop(), () => {}),
  }
}

/** Calls made while one runs share a single call after it. */
function coalesced(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = () => current = work().finally(() => current = undefined)
  return () => {
    if (!current) return start()
    return next ??= current.catch(() => {}).then(() => {
      next = undefined
      return start()
    })
  }
}
