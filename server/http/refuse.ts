import type { DoorRefusal } from '#shared/sync/protocol.ts'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Answers with a "no" in words, and with when to try again where that is known. */
export function refuse(c: Context, status: ContentfulStatusCode, refusal: DoorRefusal): Response {
  if (refusal.retryAfterS !== undefined) c.header('retry-after', String(refusal.retryAfterS))
  return c.json(refusal, status)
}
