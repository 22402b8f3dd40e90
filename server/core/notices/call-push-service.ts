import type { PushSettings } from '#server/settings/push.ts'
import { request as plainly } from 'node:http'
import { request as securely } from 'node:https'
import { isPublicEndpoint, publicLookup } from './push-endpoint.ts'

const CALL_TIMEOUT_MS = 10_000
const KEPT_FOR_S = 86_400

export interface Subscription { readonly endpoint: string, readonly p256dh: string, readonly auth: string }
/** Whether endpoints must be on the public internet: always, except in tests. */
export type Reach = 'public' | 'any'

/**
 * Sends one encrypted message to a push service and returns its HTTP status; throws when it can't be reached.
 */
export async function callPushService(
  settings: PushSettings,
  { endpoint, p256dh, auth }: Subscription,
  message: object,
  isUrgent: boolean,
  reach: Reach,
): Promise<number> {
  if (reach === 'public' && !isPublicEndpoint(endpoint)) throw new Error('not a public endpoint')
  // Loaded on first use, since most cities have no push service.
  const { default: webPush } = await import('web-push')
  const { method, headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(message),
    {
      vapidDetails: settings,
      TTL: KEPT_FOR_S,
      urgency: isUrgent ? 'high' : 'normal',
    },
  )
  const request = endpoint.startsWith('https:') ? securely : plainly
  return await new Promise((resolve, reject) => {
    const call = request(
      endpoint,
      { method, headers, timeout: CALL_TIMEOUT_MS, ...(reach === 'public' && { lookup: publicLookup }) },
      (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      },
    )
    call.on('timeout', () => call.destroy(new Error('the push service did not answer')))
    call.on('error', reject)
    call.end(body)
  })
}
