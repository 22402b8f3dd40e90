import type { DoorRefusal } from '#shared/sync/protocol.ts'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Answers with a refusal, and with Retry-After where that is known. */
export function refuse(c: Context, status: ContentfulStatusCode, refusal: DoorRefusal): Response {
  if (refusal.retryAfterS !== undefined) c.header('retry-after', String(refusal.retryAfterS))
  return c.json(refusal, status)
}
