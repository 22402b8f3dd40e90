import type { Reader } from '#server/database/database.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { PhotoRefused } from './kind-of.ts'
import { sentToday } from './require-photos.ts'

/** More than anybody sends at work in a day. */
const PHOTOS_PER_DAY = 300
/** Refusals after decoding, which costs time; photos damaged on the way don't count. */
const costly: readonly string[] = ['photo.broken', 'photo.tooManyPixels']

/**
 * Counts each person's photos by the Shanghai day: stored, arriving, and refused after decoding. The last two
 * are in this process's memory, so several processes may allow a few more.
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
    add(inside, accountId, 1) // Before the first await, so that photos arriving together are all counted.
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
