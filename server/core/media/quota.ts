import type { Reader } from '#server/database/database.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { PhotoRefused } from './photo-refused.ts'
import { sentToday } from './uploads.ts'

/** Twenty full reports and twice as much again: nobody who works reaches it. */
const PHOTOS_PER_DAY = 300
/** Refusals that have cost a look into the picture; photos damaged on the way are no fault of anybody's. */
const costly: readonly string[] = ['photo.broken', 'photo.tooManyPixels']

/**
 * Counts each person's photos by the Shanghai day: those stored, those on their way in, and those that were
 * refused
 * after decoding. The last two are this process's own memory, so several processes may let a few more pass.
 */
export function openQuota(read: Reader) {
  let day = ''
  const inside = new Map<string, number>()
  const refused = new Map<string, number>()
  const add = (counts: Map<string, number>, accountId: string, by: number) => {
    const count = (counts.get(accountId) ?? 0) + by
    if (count > 0) counts.set(accountId, count)
    else counts.delete(accountId)
  }

  return async <Result>(accountId: string, now: number, work: () => Promise<Result>): Promise<Result> => {
    if (day !== dayOf(now)) refused.clear()
    day = dayOf(now)
    add(inside, accountId, 1) // Before the first wait, so that those who come together see each other.
    try {
      const stored = await sentToday(read, accountId, now)
      if (stored + (refused.get(accountId) ?? 0) + inside.get(accountId)! > PHOTOS_PER_DAY)
        throw new PhotoRefused('photo.quota')
      return await work()
    }
    catch (error) {
      if (error instanceof PhotoRefused && costly.includes(error.code)) add(refused, accountId, 1)
      throw error
    }
    finally {
      add(inside, accountId, -1)
    }
  }
}
