import type { City, RequestScope } from '#server/city.ts'
import type { Context, MiddlewareHandler } from 'hono'
import { nameOfArea } from '#server/core/areas/index.ts'
import { openVisitor } from '#server/http/asking.ts'
import { answerUnknown, refuse } from '#server/http/faults.ts'
import { openPublic } from '#server/http/public.ts'
import { openVisitorLimit } from '#server/http/visitors.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { MonthFile } from '#shared/reports/published.ts'
import { Hono } from 'hono'
import { is } from 'valibot'
import { stationsCsv, stationsGeoJson } from './stations.ts'

/** How many files an address may fetch: fewer than queries of the app, since files may be large. */
const ASKED_MAX = 300
const MONTH_FILE = /^(reports|counts)-([\d-]+)\.csv$/
const CSV = 'text/csv; charset=utf-8'
const named = (name: string) => ({ 'content-disposition': `attachment; filename="${name}"` })

/** Files for map makers and researchers, with the same data that visitors see in the app. */
export function buildOpenData(city: City) {
  const { settings: { publicUrl }, database: { read }, clock } = city
  const tooOften = openVisitorLimit(city.settings, ASKED_MAX)
  const respond = openPublic()
  const ask = openVisitor(city)
  let spec: Promise<string> | undefined

  async function stationsAnd() {
    const listed = (await ask('stations.all', {}))!
    const ids = [...new Set(listed.stations.flatMap(({ areaId }) => areaId ?? []))]
    const names = new Map(await Promise.all(ids.map(async id => [id, await nameOfArea(read, id)] as const)))
    const areaNameOf = (id: string) => names.get(id) ?? ''
    return [listed, { publicUrl, day: dayOf(clock()), areaNameOf }] as const
  }

  const limited: MiddlewareHandler<RequestScope> = async (c, next) => {
    const refusal = tooOften(c, clock())
    return refusal ? refuse(c, 429, refusal) : await next()
  }
  async function answerFile(c: Context<RequestScope>, file: string): Promise<Response> {
    if (file === 'stations.geojson')
      return await respond(c, 'application/geo+json; charset=utf-8', stationsGeoJson(...await stationsAnd()))
    if (file === 'stations.csv')
      return await respond(c, CSV, stationsCsv(...await stationsAnd()), named(file))
    const [, part, month] = MONTH_FILE.exec(file) ?? []
    const wanted = { part, month }
    const found = is(MonthFile, wanted) ? await ask('reports.monthFile', wanted) : undefined
    return found ? await respond(c, CSV, found.text, named(file)) : await answerUnknown(c)
  }
  return new Hono<RequestScope>()
    .use('/data/*', limited)
    .use('/openapi.json', limited)
    // A single pattern: a second one in the same place would cost every request of the server its fast
    // router.
    .get('/data/:file', async c => await answerFile(c, c.req.param('file')))
    .get('/openapi.json', async (c) => {
      // Made at the first request, since most servers never get one.
      spec ??= import('./openapi.ts').then(({ openApi }) => openApi(publicUrl))
      return await respond(c, 'application/json; charset=utf-8', await spec)
    })
}
