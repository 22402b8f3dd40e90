import type { City } from '#server/city.ts'
import type { PublishedInput, PublishedReport } from '#shared/reports/published.ts'
import type { Answer } from './format.ts'
import { openVisitor } from '#server/http/asking.ts'
import { serviceRequests } from './mapping.ts'
import { numbersIn } from './params.ts'
import { trouble } from './trouble.ts'

/** Reads published reports for strangers, in the specification's terms. */
export function openAsking(city: City) {
  const { publicUrl } = city.settings
  const ask = openVisitor(city)

  async function published(asked: PublishedInput): Promise<PublishedReport[]> {
    const answered = await ask('reports.published', asked)
    if (!answered) throw trouble(400, '查询条件不符合要求')
    const { reports, isCut } = answered
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
