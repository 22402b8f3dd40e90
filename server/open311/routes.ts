import type { City, RequestScope } from '#server/city.ts'
import type { Context } from 'hono'
import type { Answer, Format } from './format.ts'
import type { Params } from './params.ts'
import { cityCode } from '#server/core/areas/index.ts'
import { partnerWithKey } from '#server/core/partners/index.ts'
import { limitBody } from '#server/http/limits.ts'
import { openPublic } from '#server/http/public.ts'
import { openTries, openVisitorLimit } from '#server/http/visitors.ts'
import { Hono } from 'hono'
import { openAsking } from './asking.ts'
import { formats, typeOf, written } from './format.ts'
import { discovery, isServiceCode, serviceDefinition, serviceList } from './mapping.ts'
import { paramsOf, searchIn, wantsExtensions } from './params.ts'
import { fileReport } from './report.ts'
import { Trouble, trouble, troubleAnswer } from './trouble.ts'

/**
 * How many searches an address may make: fewer than queries of the app, since one reads up to a thousand
 * rows.
 */
const ASKED_MAX = 600
const WRONG_KEYS_PER_HOUR = 30
/** Four thousand characters of Chinese, percent-encoded, and the other fields. */
const BODY_BYTES_MAX = 64_000
const FORM = /^application\/x-www-form-urlencoded\b/i

/** An existing address, in whatever format. */
const FILE = /\/(?:discovery|v2\/(?:services|requests))\.\w+$/

type At = Context<RequestScope>
/** The handler of an address: `name` is its last part without the format. */
type Answering = (asked: { params: Params, name: string }) => Promise<Answer> | Answer

/**
 * Open311 GeoReport v2, read by strangers and written by partners: an adapter between its terms and the
 * city's own query and command. It has no sessions, so any page may read it.
 */
export function buildOpen311(city: City) {
  const get = openReading(city)
  const post = openPosting(city)
  const { search, one, token } = openAsking(city)
  const { settings, clock } = city
  return new Hono<RequestScope>()
    .on('GET', [...files('/discovery'), ...files('/v2/discovery')], get(() => discovery(settings.publicUrl)))
    .on('GET', files('/v2/services'), get(serviceList))
    .get('/v2/services/:name', get(({ name }) => definitionOf(name)))
    .on('GET', files('/v2/requests'), get(({ params }) =>
      search(searchIn(params, clock()), wantsExtensions(params))))
    .get('/v2/requests/:name', get(({ name, params }) => one(name, wantsExtensions(params))))
    // Every service is realtime, so tokens are never given; the report's number stands in for one.
    .get('/v2/tokens/:name', get(({ name }) => token(name)))
    .on(
      'POST',
      files('/v2/requests'),
      limitBody(BODY_BYTES_MAX, c => refused(c, trouble(400, `内容超过 ${BODY_BYTES_MAX} 字节`))),
      post,
    )
    .all('*', orRefused(async (c) => {
      if (FILE.test(c.req.path)) requireFormat(c.req.path)
      throw trouble(404, '没有这个地址，见 discovery')
    }))
}

/** Written out, because patterns in the same place would cost every request of the server its fast router. */
const files = (stem: string) => formats.map(format => `${stem}.${format}`)

function definitionOf(code: string): Answer {
  if (!isServiceCode(code)) throw trouble(404, `没有 service_code “${code.slice(0, 40)}”，见 services`)
  return serviceDefinition(code)
}

/** The format that the end of an address names. */
const formatIn = (path: string): Format | undefined => formats.find(format => path.endsWith(`.${format}`))

function requireFormat(path: string): Format {
  const format = formatIn(path)
  if (!format) throw trouble(400, '地址要以 .xml 或 .json 结尾')
  return format
}

/** The specification's errors, in XML unless the address names a known format. */
function refused(c: Context, problem: Trouble): Response {
  const format = formatIn(c.req.path) ?? 'xml'
  if (problem.retryAfterS !== undefined) c.header('retry-after', String(problem.retryAfterS))
  c.header('access-control-allow-origin', '*')
  return c.body(written(format, troubleAnswer(problem)), problem.status, { 'content-type': typeOf[format] })
}

const orRefused = (work: (c: At) => Promise<Response>) => async (c: At): Promise<Response> =>
  await work(c).catch((error: unknown) => {
    if (error instanceof Trouble) return refused(c, error)
    throw error
  })

/** Refuses a request for another city, as we serve only one. */
function requireOurs({ one }: Params, { settings }: Pick<City, 'settings'>): void {
  const named = one('jurisdiction_id')
  if (named !== undefined && named !== cityCode() && named !== new URL(settings.publicUrl).hostname)
    throw trouble(404, `没有 jurisdiction_id “${named.slice(0, 40)}”，本接口只有武汉市（${cityCode()}）`)
}

/** The reading routes for strangers, with a limit for each address. */
function openReading(city: City) {
  const tooOften = openVisitorLimit(city.settings, ASKED_MAX)
  const respond = openPublic()
  return (answering: Answering) => orRefused(async (c) => {
    const format = requireFormat(c.req.path)
    const refusal = tooOften(c, city.clock())
    if (refusal) throw trouble(429, '查询得太频繁，请过几分钟再试', refusal.retryAfterS)
    const params = paramsOf(new URL(c.req.url).searchParams)
    requireOurs(params, city)
    const name = (c.req.param('name') ?? '').slice(0, -(format.length + 1))
    return await respond(c, typeOf[format], written(format, await answering({ params, name })))
  })
}

/** Reports of partners, with a key in the form. Wrong keys are counted by address. */
function openPosting(city: City) {
  const tries = openTries(city.settings)
  return orRefused(async (c) => {
    const format = requireFormat(c.req.path)
    const now = city.clock()
    const tooMany = tries.refusalFor(c, now, 'open311', WRONG_KEYS_PER_HOUR)
    if (tooMany) throw trouble(429, 'api_key 错的次数太多，请过一小时再试', tooMany.retryAfterS)
    if (!FORM.test(c.req.header('content-type') ?? ''))
      throw trouble(400, '请用 Content-Type: application/x-www-form-urlencoded')
    const form = new URLSearchParams(await c.req.text())
    const params = paramsOf(form)
    const key = params.one('api_key')
    if (key === undefined) throw trouble(403, '缺少 api_key，要放在表单里')
    const partner = await partnerWithKey(city.database.read, key)
    if (!partner) {
      tries.noteWrong(c, now, 'open311')
      throw trouble(403, 'api_key 不对，或已停用')
    }
    requireOurs(params, city)
    form.delete('api_key')
    form.sort()
    const text = written(format, await fileReport(city, partner, params, form.toString()))
    return c.body(text, 200, { 'content-type': typeOf[format] })
  })
}
