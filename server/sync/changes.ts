import type { Database } from '#server/database/database.ts'
import type { QueryName } from '#shared/queries.ts'
import { randomBytes } from 'node:crypto'
import { queries } from '#shared/queries.ts'

/** PostgreSQL carries less than 8,000 bytes in one notification. */
const MESSAGE_CHARS_MAX = 7000
const queryNames = Object.keys(queries) as QueryName[]

/** `to`: the account whose answers may have changed, '*' for everybody; `names`: the queries. */
export interface Nudge { to: string, names: QueryName[] }

/** Counts changes since this process started and publishes them to its subscribers. */
export interface Changes {
  /**
   * Call it after the commit: an earlier nudge would make phones fetch the old answer. It never fails, since
   * the commands have been decided.
   */
  publish: (nudges: Nudge[]) => Promise<void>
  subscribe: (listener: (nudge: Nudge) => void) => () => void
  /**
   * Equal as long as that person's answer to the query has not changed. Undefined if other processes may
   * change the data too (PostgreSQL).
   */
  versionOf: (accountId: string, name: QueryName) => string | undefined
}

export async function openChanges(database: Database): Promise<Changes> {
  const boot = randomBytes(6).toString('base64url')
  /** By account, then by query. */
  const versions = new Map<string, Map<QueryName, number>>()
  const listeners = new Set<(nudge: Nudge) => void>()

  function learn(nudge: Nudge) {
    const theirs = versions.get(nudge.to) ?? new Map<QueryName, number>()
    if (theirs.size === 0) versions.set(nudge.to, theirs)
    for (const name of nudge.names) theirs.set(name, (theirs.get(name) ?? 0) + 1)
    for (const listener of listeners) listener(nudge)
  }
  await database.channel?.subscribe(
    message => (JSON.parse(message) as Nudge[]).forEach(learn),
    () => learn({ to: '*', names: queryNames }),
  )

  return {
    publish: async (nudges) => {
      const merged = nudges.length > 1 ? merge(nudges) : nudges
      if (!database.channel) return merged.forEach(learn)
      try {
        for (const message of messagesOf(merged)) await database.channel.publish(message)
      }
      catch {
        // The commands stay decided. Other processes nudge everybody once they are connected to PostgreSQL
        // again.
        merged.forEach(learn)
      }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    versionOf: (accountId, name) => database.channel === undefined
      ? `${boot}.${versions.get('*')?.get(name) ?? 0}.${versions.get(accountId)?.get(name) ?? 0}`
      : undefined,
  }
}

/** Merges the nudges of a batch: one for each person. */
function merge(nudges: Nudge[]): Nudge[] {
  const merged = new Map<string, Nudge>()
  for (const { to, names } of nudges) {
    const known = merged.get(to)
    if (known) known.names.push(...names.filter(name => !known.names.includes(name)))
    else merged.set(to, { to, names: [...names] })
  }
  return [...merged.values()]
}

/** Splits nudges into messages that PostgreSQL can carry. */
function messagesOf(nudges: Nudge[]): string[] {
  const messages: Nudge[][] = []
  let room = 0
  for (const nudge of nudges) {
    const size = JSON.stringify(nudge).length + 1
    if (size > room) {
      messages.push([])
      room = MESSAGE_CHARS_MAX
    }
    messages.at(-1)!.push(nudge)
    room -= size
  }
  return messages.map(message => JSON.stringify(message))
}
