import type { PushSettings } from '#server/settings/push.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'

let inUse: PushSettings | undefined

/** Sets the keys once, at start; without them there is no push, and nothing else is missing. */
export function usePush(settings: PushSettings | undefined): void {
  inUse = settings
}

/** Answers `notices.pushKey`: the key a browser subscribes with, or null where the city has no push. */
export const pushKey = async (
  _input: object,
  _context: QueryContext,
): Promise<Answer<'notices.pushKey'>> => ({ vapidPublicKey: inUse?.publicKey ?? null })
