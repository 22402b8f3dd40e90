import type { City, RequestScope } from '#server/city.ts'
import type { RouteRefusal } from '#shared/sync/protocol.ts'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** Answers with a refusal, and with Retry-After if the wait is known. */
export function refuse(c: Context, status: ContentfulStatusCode, refusal: RouteRefusal): Response {
  if (refusal.retryAfterS !== undefined) c.header('retry-after', String(refusal.retryAfterS))
  return c.json(refusal, status)
}

const AWAY_AGAIN_S = 5
/** The answer while the database is away; the phone keeps its commands and tries again. */
const away: RouteRefusal = {
  code: 'database.away',
  message: '服务器正在恢复，请过几秒再试。',
  retryAfterS: AWAY_AGAIN_S,
}

/** Answers an unexpected error: the log gets the details, the phone only that it may try again. */
export const answerFault =
  ({ log, database }: Pick<City, 'log' | 'database'>): ErrorHandler<RequestScope> =>
    (error, c) => {
      const requestId = c.get('requestId')
      if (database.isAway(error)) {
        log.warn({ err: error, requestId }, 'the database does not answer')
        return refuse(c, 503, away)
      }
      log.error({ err: error, requestId }, 'a request failed')
      return c.json({ code: 'fault', message: '服务器出了点问题，请稍后再试。', requestId }, 500)
    }

/** Answers an address that is neither a route nor a page. */
export const answerUnknown: NotFoundHandler<RequestScope> = c =>
  c.json({ code: 'address.unknown', message: '没有找到这个地址。' }, 404)
