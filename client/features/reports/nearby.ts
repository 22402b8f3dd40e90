import type { ReportFields } from './reports.ts'
import { ask } from '#client/sync/ask.ts'
import { kindRules } from '#shared/reports/rules.ts'

const NEARBY_WAIT_MS = 1500

/**
 * Open reports of the kind around a place; none when there is no network or the answer is slow, so that
 * nobody is held up.
 */
export async function seenNearby({ kind, place }: Pick<ReportFields, 'kind' | 'place'>) {
  if (!place || !kindRules[kind].isPublic || !navigator.onLine) return []
  const { latitude, longitude } = place
  const late = new Promise<[]>(resolve => setTimeout(resolve, NEARBY_WAIT_MS, []))
  const asked = ask('reports.nearby', { place: { latitude, longitude }, kind }, { isSaved: false })
  return await Promise.race([asked, late]) ?? []
}
