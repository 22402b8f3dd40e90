import type { CommandInput, OfflineCommandName } from '#shared/commands.ts'
import type { ChannelMessage } from './browser/channel.ts'
import type { WaitingEntry } from './sending/settle.ts'
import type { Delivered, Returned } from './store/store.ts'
import { useSession } from '#client/app/session/session.ts'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { subscribe } from './browser/channel.ts'
import { onResume, registerSync } from './browser/connectivity.ts'
import * as shelf from './outbox-store/outbox-store.ts'
import { photoBytes } from './sending/photo-pump.ts'
import { startRunner } from './sending/runner.ts'
import { waitingOf } from './sending/settle.ts'

export type OutboxState = 'waiting' | 'uploading' | 'sending' | 'signedOut'
/** A command on its way. `progress`: 0 to 1, of its photos. */
export interface OutboxItem extends WaitingEntry { state: OutboxState, progress: number }
export interface ReturnedItem extends Returned { key: number }
export type DeliveredItem = Delivered
type Activity = Omit<Extract<ChannelMessage, { about: 'activity' }>, 'about'>
export interface EnqueueOptions { photos?: { hash: string, bytes: ArrayBuffer }[], draftId?: string }

/**
 * While request follows request the screen keeps up a few times a second: on a cheap phone, to show hundreds
 * takes as long as to send them.
 */
const FOLLOW_MS = 300
/** A sender that died tells nobody; what it was doing is not shown for ever. */
const ACTIVITY_MS = 60_000

/** What waits on this phone for the server's answer, and what came of it. */
export const useOutbox = defineStore('outbox', () => {
  const session = useSession()
  const entries = shallowRef<WaitingEntry[]>([])
  const returned = shallowRef<ReturnedItem[]>([])
  const delivered = shallowRef<DeliveredItem[]>([])
  const activity = shallowRef({ sending: new Set<number>(), uploading: new Set<string>() })
  const uploaded = shallowRef<ReadonlySet<string>>(new Set())
  const runner = startRunner()

  const items = computed(() =>
    entries.value.map((entry): OutboxItem => {
      const there = entry.photos.filter(hash => uploaded.value.has(hash)).length
      return {
        ...entry,
        state: stateOf(entry),
        progress: entry.photos.length > 0 ? there / entry.photos.length : 1,
      }
    }),
  )

  function stateOf({ key, photos }: WaitingEntry): OutboxState {
    if (!session.isSignedIn) return 'signedOut'
    if (activity.value.sending.has(key)) return 'sending'
    return photos.some(hash => activity.value.uploading.has(hash)) ? 'uploading' : 'waiting'
  }

  const load = coalesced(async () => {
    const { accountId } = session
    const [waiting, back, there, photos] = accountId
      ? await Promise.all([
          waitingOf(accountId),
          shelf.returnedOf(accountId),
          shelf.deliveredOf(accountId),
          shelf.uploadedPhotos(),
        ])
      : [[], [], [], []]
    if (accountId !== session.accountId) return
    entries.value = waiting
    returned.value = back
    delivered.value = there
    uploaded.value = new Set(photos)
  })

  async function enqueue<Name extends OfflineCommandName>(
    name: Name,
    input: CommandInput<Name>,
    options: EnqueueOptions = {},
  ): Promise<{ id: string }> {
    const { accountId } = session
    if (!accountId) throw new Error('nobody has signed in on this phone')
    const id = await shelf.add(accountId, name, input, options)
    await load()
    go()
    return { id }
  }

  async function edit(
    { key, envelope: { id } }: Pick<WaitingEntry, 'key' | 'envelope'>,
    input: unknown,
  ): Promise<boolean> {
    const came = await shelf.edit(key, id, input)
    await load()
    if (came === 'resent') go()
    return came !== 'left'
  }

  async function resend(key: number, input?: unknown): Promise<boolean> {
    const isResent = await shelf.resend(key, input)
    await load()
    go()
    return isResent
  }

  function go() {
    registerSync()
    void runner.runNow()
  }

  let told: Activity = { sending: [], uploading: [], uploaded: [] }
  let following: ReturnType<typeof setTimeout> | undefined
  let idle: ReturnType<typeof setTimeout> | undefined

  function showActivity() {
    activity.value = { sending: new Set(told.sending), uploading: new Set(told.uploading) }
    uploaded.value = new Set(told.uploaded)
    clearTimeout(idle)
    idle = setTimeout(() => activity.value = { sending: new Set(), uploading: new Set() }, ACTIVITY_MS)
  }

  function catchUp() {
    clearTimeout(following)
    following = undefined
    void load().then(showActivity)
  }

  /**
   * What has left is shown as gone, never as waiting again: what is being sent is shown together with what
   * has been.
   */
  function follow(word: Activity) {
    told = word
    if (following === undefined) showActivity()
    else if (word.sending.length === 0) catchUp()
  }

  const unsubscribe = subscribe((word) => {
    if (word.about === 'stores') {
      if (told.sending.length === 0) void load()
      else following ??= setTimeout(catchUp, FOLLOW_MS)
    }
    if (word.about === 'sync') void runner.runNow()
    if (word.about === 'activity') follow(word)
  })
  const stopWatching = onResume(() => void runner.runNow())
  watch(() => [session.accountId, session.isSignedIn], async ([, isSignedIn]) => {
    await load()
    if (isSignedIn) void runner.runNow()
  })
  onScopeDispose(() => {
    unsubscribe()
    stopWatching()
    runner.stop()
    clearTimeout(following)
    clearTimeout(idle)
  })

  return {
    items,
    returned,
    delivered,
    enqueue,
    resend,
    edit,
    withdraw: shelf.withdraw,
    dismiss: shelf.dismiss,
    photoBytes,
    load,
    /** Resolves once everything has been tried. */
    retryNow: () => runner.runNow().then(load),
    drain: () => runner.run().then(load),
  }
})

/** Calls that come while one is under way share the one after it. */
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
