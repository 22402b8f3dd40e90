import type { QueryHandler } from '#server/sync/context.ts'

/** Answers `notices.pushKey`: the key a browser subscribes with, or null where the city has no push. */
export const pushKey: QueryHandler<'notices.pushKey'> = async (_input, { settings }) =>
  ({ vapidPublicKey: settings.push?.publicKey ?? null })
