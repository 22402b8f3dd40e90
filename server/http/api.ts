import type { City, RequestScope } from '#server/city.ts'
import type { QueryName } from '#shared/queries.ts'
import type { CommandSpec, QuerySpec } from '#shared/sync/specs.ts'
import { queryHandlers } from '#server/handlers.ts'
import { countDecision } from '#server/metrics.ts'
import { answer } from '#server/sync/answer.ts'
import { commands, isCommandName } from '#shared/commands.ts'
import { isQueryName, queries } from '#shared/queries.ts'
import { Batch, BATCH_BYTES_MAX } from '#shared/sync/protocol.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { inputOf } from './asking.ts'
import { knownTag, openCompression } from './compress.ts'
import { refuse } from './faults.ts'
import { limitBody } from './limits.ts'
import { factorRefusals, sessionRefusals } from './session-refusals.ts'
import { openTries, openVisitorLimit } from './visitors.ts'

const tooLarge = { code: 'batch.tooLarge', message: '一次发送的内容太多了。' }
const malformed = { code: 'batch.malformed', message: '没有成功，请刷新页面、更新小蜜蜂后再试。' }

/** The two routes: every change is a command, every read a query. `session.ts` has set the actor before. */
export function buildApi({ run, database, changes, settings, rulings, clock }: City) {
  const compress = openCompression()
  const tooMuchAsked = openVisitorLimit(settings)
  const tries = openTries(settings)
  return new Hono<RequestScope>()
    .post(
      '/commands',
      limitBody(BATCH_BYTES_MAX, c => c.json(tooLarge, 413)),
      async (c) => {
        const batch = v.safeParse(Batch, await c.req.json().catch(() => undefined))
        if (c.get('actor').role === 'visitor' && !(batch.success && isForVisitors(batch.output)))
          return refuse(c, 401, sessionRefusals.over)
        if (!batch.success) return c.json(malformed, 400)
        const answered = await run(c.get('actor'), batch.output, c.get('requestId'))
        batch.output.commands.forEach(({ name }, i) => countDecision(name, answered.replies[i]!.status))
        return c.json(answered)
      },
    )
    .get('/queries/:name', async (c) => {
      const name = c.req.param('name')
      if (!isQueryName(name))
        return c.json({ code: 'query.unknown', message: '没有这项内容。请更新小蜜蜂后再试。' }, 404)
      const { triesPerHour }: QuerySpec = queries[name]
      const tooOften = (c.get('actor').role === 'visitor' ? tooMuchAsked(c, clock()) : undefined)
        ?? (triesPerHour === undefined ? undefined : tries.refusalFor(c, clock(), name, triesPerHour))
      if (tooOften) return refuse(c, 429, tooOften)
      const question = {
        database,
        changes,
        settings,
        rulings,
        handlers: queryHandlers,
        actor: c.get('actor'),
        session: c.get('session').tokenHash,
        now: clock(),
        known: knownTag(c),
      }
      const answered = await answer(question, name, inputOf(c.req.query('input')))
      if (answered.status === 'notForYourRole' && question.actor.role === 'visitor')
        return refuse(c, 401, sessionRefusals.over)
      if (answered.status === 'notForYourRole')
        return c.json({ code: 'query.notForYourRole', message: '你的身份不能查看这项内容。' }, 403)
      if (answered.status === 'factorWanted') return refuse(c, 403, factorRefusals[answered.wanted])
      if (answered.status === 'notFound' && triesPerHour !== undefined) tries.noteWrong(c, clock(), name)
      if (answered.status === 'notFound')
        return c.json({ code: 'query.notFound', message: '没有找到，或你不能查看。' }, 404)
      if (answered.status === 'malformed') return c.json({ ...malformed, issues: answered.issues }, 400)
      c.header('etag', answered.tag)
      // Audited answers are not stored by the browser, because reading them again would leave no line in the
      // audit.
      c.header('cache-control', isAudited(name) ? 'private, no-store' : 'private, no-cache')
      c.header('vary', 'cookie, accept-encoding')
      if (answered.status === 'unchanged') return c.body(null, 304)
      const { body, encoding } = await compress(answered.body, c.req.header('accept-encoding'))
      if (encoding) c.header('content-encoding', encoding)
      return c.body(body, 200, { 'content-type': 'application/json; charset=utf-8' })
    })
}

const isAudited = (name: QueryName) => (queries[name] as QuerySpec).audited === true

/** Whether all commands of a batch are open to visitors. */
const isForVisitors = ({ commands: sent }: v.InferOutput<typeof Batch>): boolean => sent.length > 0
  && sent.every(({ name }) => isCommandName(name) && (commands[name] as CommandSpec).by.includes('visitor'))
