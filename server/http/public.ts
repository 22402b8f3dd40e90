import type { Context } from 'hono'
import { hash } from 'node:crypto'
import { knownTag, openCompression } from './compress.ts'

const FRESH_S = 60

/**
 * Answers data that any page and any program may read: with a tag, cached for a minute, and compressed if
 * large.
 */
export function openPublic() {
  const compress = openCompression()
  return async (c: Context, type: string, text: string, more: Readonly<Record<string, string>> = {}) => {
    const headers = {
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': `public, max-age=${FRESH_S}`,
      'vary': 'accept-encoding',
      'etag': `"${hash('sha256', text, 'base64url').slice(0, 27)}"`,
      ...more,
    }
    if (knownTag(c) === headers.etag) return c.body(null, 304, headers)
    const { body, encoding } = await compress(text, c.req.header('accept-encoding'))
    return c.body(body, 200, {
      ...headers,
      ...encoding && { 'content-encoding': encoding },
      'content-type': type,
    })
  }
}
