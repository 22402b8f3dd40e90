import type { FindLinked } from '#server/sync/feature.ts'
import { eq } from 'drizzle-orm'
import { activities } from '../tables.ts'

/** For links of other features: a published activity. A talk takes questions until it begins. */
export const findPublished: FindLinked = async (read, ref) => {
  const [activity] = await read.select().from(activities).where(eq(activities.id, ref))
  if (!activity || activity.state === 'draft') return undefined
  const { title, areaId, teamId, kind, state, startsAt } = activity
  const asks = kind === 'talk' && state === 'published' && { asksUntil: startsAt }
  return { title, areaId, teamId, isOff: state === 'calledOff', ...asks }
}
