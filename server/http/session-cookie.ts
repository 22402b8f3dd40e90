import type { Settings } from '#server/environment.ts'
import type { Context } from 'hono'
import { tokenHashOf } from '#server/core/identity/index.ts'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'

type Where = Pick<Settings, 'publicUrl'>

/** `__Host-` binds the cookie to this host over https; browsers refuse that name over http, which only demos use. */
function cookieOf({ publicUrl }: Where) {
  const secure = publicUrl.startsWith('https:')
  return { name: secure ? '__Host-bee' : 'bee', attributes: { httpOnly: true, sameSite: 'Lax', path: '/', secure } } as const
}

/** Names the session that came with a request, if any did. */
export function tokenHashIn(c: Context, settings: Where): string | undefined {
  const token = getCookie(c, cookieOf(settings).name)
  return token ? tokenHashOf(token) : undefined
}

/** Leaves a session with whoever asked. */
export function giveSession(c: Context, settings: Where, { token, lifeMs }: { token: string, lifeMs: number }): void {
  const { name, attributes } = cookieOf(settings)
  setCookie(c, name, token, { ...attributes, maxAge: lifeMs / 1000 })
}

/** Takes it back. */
export function takeSession(c: Context, settings: Where): void {
  const { name, attributes } = cookieOf(settings)
  deleteCookie(c, name, attributes)
}
