import type { TestCity } from './city.ts'
import { latestLink, secretOf } from '#server/features/reports/cases/links.ts'
import { LINK_HEADER } from '#shared/sync/marker.ts'
import { apiOf } from './city.ts'

/** What opens the latest link of a report, as its unit has it. */
export const secretFor = async ({ database }: TestCity, reportId: string): Promise<string> =>
  secretOf((await latestLink(database.read, reportId))!.link.id)

/** What a phone can do that has a link; `cookie`: of whoever is signed in on it besides. */
export function byLink(city: TestCity, secret: string, cookie?: string) {
  const fetch = async (path: string, init: RequestInit = {}) => await city.fetchAs(cookie)(path, {
    ...init,
    headers: { ...init.headers as Record<string, string>, [LINK_HEADER]: secret },
  })
  return { fetch, ...apiOf(fetch, () => city.time.now) }
}
