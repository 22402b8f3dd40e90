import type { TestCity } from './city.ts'
import { secretOf } from '#server/features/reports/cases/links.ts'
import { caseLinks } from '#server/features/reports/tables.ts'
import { LINK_HEADER } from '#shared/sync/marker.ts'
import { desc, eq } from 'drizzle-orm'
import { apiOf } from './city.ts'

/** What opens the latest link of a report, as its unit has it. */
export async function secretFor({ database }: TestCity, reportId: string): Promise<string> {
  const [link] = await database.read
    .select({ id: caseLinks.id })
    .from(caseLinks)
    .where(eq(caseLinks.reportId, reportId))
    .orderBy(desc(caseLinks.madeAt), desc(caseLinks.id))
    .limit(1)
  return secretOf(link!.id)
}

/** What a phone can do that has a link; `cookie`: of whoever is signed in on it besides. */
export function byLink(city: TestCity, secret: string, cookie?: string) {
  const fetch = async (path: string, init: RequestInit = {}) => await city.fetchAs(cookie)(path, {
    ...init,
    headers: { ...init.headers as Record<string, string>, [LINK_HEADER]: secret },
  })
  return { fetch, ...apiOf(fetch, () => city.time.now) }
}
