import type { City } from '#server/city.ts'
import type { Partner } from '#server/core/partners/index.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { Answer } from './format.ts'
import type { Params } from './params.ts'
import type { Trouble } from './trouble.ts'
import { hash } from 'node:crypto'
import { areaExists, areasCalled } from '#server/core/areas/index.ts'
import { DAY_MS, dayOf, timeOf } from '#shared/kernel/day.ts'
import { lengthOf, shownText, startOf } from '#shared/kernel/text.ts'
import { PARTNER_TEXT_MAX } from '#shared/reports/partner-schemas.ts'
import { REPORT_SPOT_MAX } from '#shared/reports/schemas.ts'
import { attributeCodes, isServiceCode } from './mapping.ts'
import { placeOf } from './params.ts'
import { trouble } from './trouble.ts'

type Filing = CommandInput<'reports.fileAsPartner'>

const refusals: Partial<Record<Refusal['code'], string>> = {
  'command.notYourArea': '这个位置不在你们可以上报的区域内',
  'reports.placeOutside': 'lat 和 long 不在武汉市内；坐标用 WGS-84',
  'reports.placeMissing': '看不出在哪个区：请给 lat 和 long，或 address_id（区域代码）',
}

/**
 * Files a report of a partner's program, by the command and the rules for everybody. The same content sent
 * again on that day or the next is the same report. Its data about the person is dropped, because they have
 * agreed to nothing here, and so is `media_url`, because fetching it would let a stranger direct our
 * requests.
 */
export async function fileReport(
  city: City,
  partner: Partner,
  params: Params,
  said: string,
): Promise<Answer> {
  const now = city.clock()
  const idOn = (what: string, at: number) => idFrom([what, partner.id, dayOf(at), said])
  const input = {
    reportId: idOn('report', now),
    earlierId: idOn('report', now - DAY_MS),
    ...await filingIn(city, partner, params),
  }
  const actor = { accountId: partner.id, role: 'partner', areaId: partner.areaId, posts: [] } as const
  const command = { id: idOn('command', now), name: 'reports.fileAsPartner', input, madeAt: now }
  const { replies: [reply] } = await city.run(actor, { sentAt: now, commands: [command] })
  if (reply?.status === 'refused')
    throw trouble(400, refusals[reply.refusal.code] ?? `没有受理：${reply.refusal.code}`)
  if (reply?.status === 'retry') throw putOff(reply)
  if (reply?.status !== 'accepted') throw trouble(400, '内容不符合要求，请对照 services 的定义')
  const { number, dueAt } = reply.result as { number: number, dueAt: number }
  const service_notice = noticeOf(input.kind, dueAt)
  const body = [{ service_request_id: String(number), service_notice, account_id: null }]
  return { root: 'service_requests', body }
}

function putOff({ afterMs }: { readonly afterMs: number }): Trouble {
  return trouble(429, '上报得太频繁，请稍后再发；内容相同的不会重复登记', Math.ceil(afterMs / 1000))
}

const noticeOf = (kind: Filing['kind'], dueAt: number) =>
  `${timeOf(dueAt).slice(0, 16)} 前答复。${kind === 'emergency' ? '正在发生的险情请同时拨打 110、119 或 120。' : ''}`

/** An id computed from its parts, so that repeating a request gives the same one. */
function idFrom(parts: readonly string[]): string {
  const digits = hash('sha256', JSON.stringify(parts), 'hex')
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digits)!
  return `${a}-${b}-8${c}-8${d}-${e}`
}

async function filingIn({ database: { read } }: City, { areaId: own }: Partner, params: Params) {
  const kind = params.one('service_code')
  if (kind === undefined) throw trouble(400, '缺少 service_code')
  if (!isServiceCode(kind)) throw trouble(404, `没有 service_code “${kind.slice(0, 40)}”，见 services`)
  const [latitude, longitude] = placeOf(params)
  const place = latitude === undefined || longitude === undefined ? undefined : { latitude, longitude }
  const [code, address] = [params.one('address_id'), params.one('address_string')]
  if (place === undefined && code === undefined && address === undefined)
    throw trouble(400, '缺少位置：给 lat 和 long，或 address_string，或 address_id')
  if (code !== undefined && !areaExists(code)) throw trouble(400, 'address_id 不是武汉市的区域代码')
  const called = place || code || address === undefined ? [] : await areasCalled(read, address)
  // An address that names no area of ours counts as within the partner's own area.
  const areaId = code ?? (place ? undefined : called.length === 1 ? called[0]![0] : ownArea(own))
  const seenAt = params.time(`attribute[${attributeCodes.seenAt}]`)
  const spot = params.one(`attribute[${attributeCodes.spot}]`) ?? address
  return {
    kind,
    text: textIn(params, spot),
    ...place && { place },
    ...areaId !== undefined && { areaId },
    ...spot !== undefined && { spot: startOf(shownText(spot), REPORT_SPOT_MAX) },
    ...seenAt && { seenAt: seenAt.at },
  } satisfies Partial<Filing>
}

const CITY_DIGITS = 4
const ownArea = (areaId: string) => areaId.length > CITY_DIGITS ? areaId : undefined

/** The description; an address too long for its own field is appended to it. */
function textIn({ one }: Params, spot: string | undefined): string {
  const long = spot !== undefined && lengthOf(shownText(spot)) > REPORT_SPOT_MAX ? `地址：${spot}` : undefined
  const text = [one('description'), long].filter(part => part !== undefined).join('\n')
  if (lengthOf(text) > PARTNER_TEXT_MAX) throw trouble(400, `description 最多 ${PARTNER_TEXT_MAX} 个字`)
  return text
}
