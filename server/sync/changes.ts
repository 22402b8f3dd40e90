import type { Database } from '#server/database/database.ts'
import type { QueryName } from '#shared/queries.ts'
import { randomBytes } from 'node:crypto'

/** PostgreSQL carries less than 8,000 bytes in one notification. */
const MESSAGE_CHARS_MAX = 7000

/** `to`: whose answers may have changed ('*' for everybody's), and which. */
export interface Nudge { to: string, names: QueryName[] }

/** Knows what has changed since this process started, and tells whoever listens. */
export interface Changes {
  /** After the commit, never before it: an early nudge would fetch the old answer. */
  tell: (nudges: Nudge[]) => Promise<void>
  listen: (hear: (nudge: Nudge) => void) => () => void
  /** Equal twice: that person's answer to the query has not changed between. Undefined where memory can't know. */
  versionOf: (accountId: string, name: QueryName) => string | undefined
}

export async function openChanges(database: Database): Promise<Changes> {
  const boot = randomBytes(6).toString('base64url')
  const versions = new Map<string, number>()
  const listeners = new Set<(nudge: Nudge) => void>()

  await database.subscribe((message) => {
    for (const nudge of JSON.parse(message) as Nudge[]) {
      for (const name of nudge.names) {
        const key = `${name} ${nudge.to}`
        versions.set(key, (versions.get(key) ?? 0) + 1)
      }
      for (const hear of listeners) hear(nudge)
    }
  })

  return {
    tell: async (nudges) => {
      for (const message of messagesOf(nudges)) await database.publish(message)
    },
    listen: (hear) => {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    versionOf: (accountId, name) => database.isAlone
      ? `${boot}.${versions.get(`${name} *`) ?? 0}.${versions.get(`${name} ${accountId}`) ?? 0}`
      : undefined,
  }
}

/** The nudges as messages: each person's names once, however many commands of a batch gave them. */
function messagesOf(nudges: Nudge[]): string[] {
  const names = new Map<string, Set<QueryName>>()
  for (const nudge of nudges) names.set(nudge.to, new Set([...names.get(nudge.to) ?? [], ...nudge.names]))
  const messages: Nudge[][] = []
  let room = 0
  for (const [to, own] of names) {
    const nudge = { to, names: [...own] }
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
