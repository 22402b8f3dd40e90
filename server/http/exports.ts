import type { City, RequestScope } from '#server/city.ts'
import type { Column } from '#server/core/sheets/index.ts'
import type { Actor, QueryContext } from '#server/sync/context.ts'
import type { ListFile } from '#server/sync/feature.ts'
import type { QuerySpec } from '#shared/sync/specs.ts'
import { Readable } from 'node:stream'
import { writeAudit } from '#server/core/audit/index.ts'
import { areasOf } from '#server/core/posts/index.ts'
import { fileOf, sheetTypes } from '#server/core/sheets/index.ts'
import { features } from '#server/handlers.ts'
import { admitted, factorWanted } from '#server/sync/admitted.ts'
import { EXPORT_ACT, exportFormats } from '#shared/console/exports.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { queries } from '#shared/queries.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { inputOf } from './asking.ts'
import { answerUnknown, refuse } from './faults.ts'
import { factorRefusals } from './session-refusals.ts'

const lists = new Map(features.flatMap(feature =>
  'lists' in feature ? Object.entries<ListFile>(feature.lists) : []))

const notForYou = { code: 'export.notForYourRole', message: '你的身份不能导出这张表。' }
const malformed = { code: 'export.malformed', message: '没有导出，请刷新页面后再试。' }

/**
 * The pages as they come, then a note of how many rows they had. A server that stops cuts the connection: the
 * note is written after that, so the database stays open until then.
 */
async function* noted<Row>(
  pages: AsyncIterable<readonly Row[]>,
  note: (rows: number) => Promise<void>,
  holdStop: City['holdStop'],
) {
  let rows = 0
  let end = () => {}
  holdStop(new Promise<void>(resolve => end = resolve))
  try {
    for await (const page of pages) {
      rows += page.length
      yield page
    }
  }
  finally {
    // Noted before the file's last piece; for one that was broken off, with the rows sent by then.
    await note(rows).finally(end)
  }
}

/**
 * Lists as files: `GET /api/exports/<list>/<format>?input=…`, for those who may ask the list's query. Each
 * needs a fresh code of the second factor, and is audited with its filter and number of rows.
 */
export function buildExports({ database, settings, rulings, clock, log, holdStop }: City) {
  return new Hono<RequestScope>().get('/:list/:format', async (c) => {
    const list = lists.get(c.req.param('list'))
    const format = exportFormats.find(each => each === c.req.param('format'))
    if (!list || !format) return await answerUnknown(c)
    const now = clock()
    const spec: QuerySpec = queries[list.query]
    const actor = admitted(spec, c.get('actor'), now)
    if (!actor) return refuse(c, 403, notForYou)
    const wanted = factorWanted({ secondFactor: true }, actor, now)
    if (wanted) return refuse(c, 403, factorRefusals[wanted])
    const input = v.safeParse(spec.input, inputOf(c.req.query('input')))
    if (!input.success) return refuse(c, 400, malformed)
    const context: QueryContext = {
      read: database.read,
      watch: database.watch,
      settings,
      rulings,
      actor,
      now,
      about: () => {},
    }
    const filter = await list.filterWords(input.output, context)
    const note = (rows: number) => database.transact(tx => writeAudit(tx, {
      actor,
      at: clock(),
      act: EXPORT_ACT,
      input: {},
      about: {
        kind: 'export',
        ref: c.req.param('list'),
        areaId: areaOf(actor),
        reason: `${list.name}，${rows} 行 ${format}${filter && `，${filter}`}`,
      },
    }))
    const pages = noted(list.pages(input.output, context), note, holdStop)
    const columns = typeof list.columns === 'function' ? list.columns(context) : list.columns
    const pieces = fileOf(format, list.name, columns as readonly Column<unknown>[], pages)
    const stream = Readable.from(pieces)
    stream.on('error', err => log.error({ err, requestId: c.get('requestId') }, 'an export broke off'))
    const file = encodeURIComponent(`${list.name}-${dayOf(now)}.${format}`)
    return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'content-type': sheetTypes[format],
      'content-disposition': `attachment; filename*=UTF-8''${file}`,
      'cache-control': 'private, no-store',
    })
  })
}

/** The area under which the audit's line is listed: that of the post by which the export was made. */
const areaOf = (actor: Actor) => areasOf(actor).toSorted((a, b) => a.length - b.length)[0] ?? null
