import type { CodeCap, SignInTrouble } from '#server/core/identity/index.ts'
import type { Settings } from '#server/environment.ts'
import type { DoorRefusal } from '#shared/sync/protocol.ts'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { City, Visit } from './city.ts'
import { askCode, findActor, RESEND_AFTER_MS, signIn, signOut, tokenHashOf } from '#server/core/identity/index.ts'
import { AskCode, SignIn } from '#shared/identity/schemas.ts'
import { MARKER } from '#shared/sync/protocol.ts'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { addressOf } from './limits.ts'

const BODY_BYTES_MAX = 1000
const changing = ['POST', 'PUT', 'PATCH', 'DELETE']

const capWords: Record<CodeCap, (minutes: number) => string> = {
  wait: () => '验证码刚发过，请等 1 分钟再试。',
  phone: minutes => `这个手机号要验证码的次数太多了，请${later(minutes)}再试。`,
  address: minutes => `这个网络要验证码的人太多了，请${later(minutes)}再试，或换手机流量再试。`,
  city: minutes => `今天的短信发完了，请${later(minutes)}再试，或到社区找工作人员。`,
}
const later = (minutes: number) => minutes < 60 ? ` ${minutes} 分钟后` : ` ${Math.ceil(minutes / 60)} 小时后`

const troubleWords: Record<SignInTrouble, string> = {
  codeWrong: '验证码不对或已过期，请核对短信，或重新获取。',
  codeSpent: '输错次数太多，这个验证码作废了，请重新获取。',
  disabled: '这个账号已停用，请联系社区工作人员。',
}

const refuse = (c: Context, status: ContentfulStatusCode, refusal: DoorRefusal) => {
  if (refusal.retryAfterS !== undefined) c.header('retry-after', String(refusal.retryAfterS))
  return c.json(refusal, status)
}
const cannotSend = { code: 'session.smsFailed', message: '短信没有发出去，请 1 分钟后再试。', retryAfterS: RESEND_AFTER_MS / 1000 }
const malformedPhone = { code: 'session.phoneWrong', message: '请填 11 位的大陆手机号。' }
const malformedCode = { code: 'session.codeMalformed', message: '请填手机号和 6 位数字验证码。' }
const tooLarge = { code: 'session.tooLarge', message: '请求的内容太多了。' }

/** Signing in with phone and code, and signing out. */
export function buildSession(city: City) {
  const { database, settings, clock, sms, log } = city
  const cookie = cookieOf(settings)
  return new Hono<Visit>()
    .use(async (c, next) => {
      await next()
      c.header('cache-control', 'no-store')
    })
    .use(bodyLimit({ maxSize: BODY_BYTES_MAX, onError: c => c.json(tooLarge, 413) }))
    .post('/code', async (c) => {
      const asked = v.safeParse(AskCode, await c.req.json().catch(() => undefined))
      if (!asked.success) return refuse(c, 400, malformedPhone)
      const { phone } = asked.output
      const made = await askCode(database, phone, addressOf(c, settings), clock(), settings)
      if ('cap' in made) {
        const retryAfterS = Math.ceil(made.retryAfterMs / 1000)
        return refuse(c, 429, { code: `session.cap.${made.cap}`, message: capWords[made.cap](Math.ceil(retryAfterS / 60)), retryAfterS })
      }
      try {
        await sms.send(phone, made.code)
      }
      catch (error) {
        log.error({ err: error, requestId: c.var.requestId }, 'a code could not be sent')
        return refuse(c, 503, cannotSend)
      }
      return c.json({ sent: true, resendAfterS: RESEND_AFTER_MS / 1000, ...(settings.demo ? { demoCode: made.code } : {}) })
    })
    .post('/', async (c) => {
      const given = v.safeParse(SignIn, await c.req.json().catch(() => undefined))
      if (!given.success) return refuse(c, 400, malformedCode)
      const signed = await signIn(database, given.output, { secret: settings.secret, now: clock(), oldTokenHash: tokenHashIn(c, cookie.name) })
      if ('trouble' in signed) return refuse(c, 403, { code: `session.${signed.trouble}`, message: troubleWords[signed.trouble] })
      setCookie(c, cookie.name, signed.token, { ...cookie.attributes, maxAge: signed.lifeMs / 1000 })
      return c.json({ me: signed.me })
    })
    .delete('/', async (c) => {
      const tokenHash = tokenHashIn(c, cookie.name)
      if (tokenHash !== undefined) await signOut(database, tokenHash)
      deleteCookie(c, cookie.name, cookie.attributes)
      return c.json({ signedOut: true })
    })
}

/** `__Host-` binds the cookie to this host over https; browsers refuse that name over http, which only demos use. */
function cookieOf({ publicUrl }: Pick<Settings, 'publicUrl'>) {
  const secure = publicUrl.startsWith('https:')
  return { name: secure ? '__Host-bee' : 'bee', attributes: { httpOnly: true, sameSite: 'Lax', path: '/', secure } } as const
}

function tokenHashIn(c: Context, cookieName: string) {
  const token = getCookie(c, cookieName)
  return token ? tokenHashOf(token) : undefined
}

/** Lets in who is signed in and leaves them as `actor`; anyone else is answered 401. */
export function requireSession({ database, settings, clock }: Pick<City, 'database' | 'settings' | 'clock'>) {
  const { name } = cookieOf(settings)
  return createMiddleware<Visit>(async (c, next) => {
    const tokenHash = tokenHashIn(c, name)
    const actor = tokenHash === undefined ? undefined : await findActor(database, tokenHash, clock())
    if (tokenHash === undefined || actor === undefined) return refuse(c, 401, { code: 'session.over', message: '请先登录。没发完的内容都还在手机里。' })
    c.set('actor', actor)
    c.set('session', { tokenHash })
    return await next()
  })
}

/** Turns away changes that another site's page might be making with our cookie. */
export const requireOurOrigin = (settings: Pick<Settings, 'publicUrl' | 'isProduction'>) => createMiddleware(async (c, next) => {
  if (!changing.includes(c.req.method) || (c.req.header(MARKER) === '1' && isOurs(c, settings))) return await next()
  return refuse(c, 403, { code: 'door.foreign', message: '这个请求不是从小蜜蜂页面发来的，请刷新页面后再试。' })
})

function isOurs(c: Context, { publicUrl, isProduction }: Pick<Settings, 'publicUrl' | 'isProduction'>) {
  const origin = c.req.header('origin')
  if (origin === undefined) return c.req.header('sec-fetch-site') === undefined // No browser, so nobody's cookie to misuse.
  // Outside production the app is opened by whatever name the machine has just then.
  return origin === new URL(publicUrl).origin || (!isProduction && URL.canParse(origin) && new URL(origin).host === c.req.header('host'))
}
