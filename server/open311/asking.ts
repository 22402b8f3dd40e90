import type { City } from '#server/city.ts'
import type { PublishedInput, PublishedReport } from '#shared/reports/published.ts'
import type { Answer } from './format.ts'
import { queryHandlers } from '#server/handlers.ts'
import { answer } from '#server/sync/answer.ts'
import { serviceRequests } from './mapping.ts'
import { numbersIn } from './params.ts'
import { trouble } from './trouble.ts'

const visitor = { accountId: '', role: 'visitor', areaId: null, posts: [] } as const

/** Asks the city as a stranger does, whoever is signed in. */
export function openAsking({ settings, clock, database, changes, rulings }: City) {
  const { publicUrl } = settings

  async function published(asked: PublishedInput): Promise<PublishedReport[]> {
    const question = {
      database,
      changes,
      settings,
      rulings,
      handlers: queryHandlers,
      actor: visitor,
      session: '',
      now: clock(),
      known: undefined,
    }
    const answered = await answer(question, 'reports.published', asked)
    if (answered.status !== 'answered') throw trouble(400, '查询条件不符合要求')
    const { reports, isCut } = JSON.parse(answered.body) as { reports: PublishedReport[], isCut: boolean }
    if (isCut) throw trouble(400, '这一带的上报太多，请缩小 radius 或日期范围')
    return reports
  }

  async function requireOne(id: string, withHistory = false): Promise<PublishedReport> {
    const [report] = await published({ numbers: numbersIn([id]), withHistory })
    if (!report) throw trouble(404, '没有这件上报，或它没有公开')
    return report
  }

  return {
    search: async (asked: PublishedInput, withExtensions: boolean): Promise<Answer> =>
      serviceRequests(await published(asked), { publicUrl, withExtensions }),
    one: async (id: string, withExtensions: boolean): Promise<Answer> =>
      serviceRequests([await requireOne(id, withExtensions)], { publicUrl, withExtensions }),
    token: async (id: string): Promise<Answer> => {
      const { number } = await requireOne(id)
      return { root: 'service_requests', body: [{ service_request_id: String(number), token: id }] }
    },
  }
}
