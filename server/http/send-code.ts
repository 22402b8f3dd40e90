import type { City, RequestScope } from '#server/city.ts'
import type { AskCode } from '#shared/identity/schemas.ts'
import type { Context } from 'hono'
import { askCode, RESEND_AFTER_MS } from '#server/core/identity/index.ts'
import { refuse } from './faults.ts'
import { addressOf } from './limits.ts'
import { browserIn, mark } from './session-cookie.ts'
import { capRefusal, sessionRefusals } from './session-refusals.ts'

/** Sends a code to a phone number, or says why none was sent. */
export async function sendCodeTo(c: Context<RequestScope>, city: City, asked: AskCode): Promise<Response> {
  const { database, settings, clock, sms, log } = city
  const { phone } = asked
  const asking = { ...asked, address: addressOf(c, settings), browser: browserIn(c, settings) }
  const made = await askCode(database, asking, clock(), settings)
  if ('cap' in made) return refuse(c, 429, capRefusal(made))
  if ('puzzle' in made) return refuse(c, 428, { ...sessionRefusals.puzzle, ...made })
  mark(c, settings, 'ask', made.cookie)
  try {
    await sms.send(phone, made.code)
  }
  catch (error) {
    log.error({ err: error, requestId: c.get('requestId') }, 'a code could not be sent')
    return refuse(c, 503, sessionRefusals.notSent)
  }
  return c.json({
    sent: true,
    resendAfterS: RESEND_AFTER_MS / 1000,
    ...(settings.demo ? { demoCode: made.code } : {}),
  })
}
