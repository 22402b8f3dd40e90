import type { City } from '#server/http/city.ts'
import { sendPushes } from '#server/core/notices/index.ts'
import { Cron } from 'croner'
import { checkLedger } from './check-ledger.ts'
import { closeReports } from './close-reports.ts'
import { compareNewPhotos } from './compare-photos.ts'
import { lapseOrders, remindOfOrders } from './lapse-orders.ts'
import { lapseDuePoints, remindOfLapses } from './lapse-points.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'
import { sweepPhotos } from './sweep-photos.ts'
import { openClockNudges } from './tell-the-time.ts'

const TIME_ZONE = 'Asia/Shanghai'

/** Everything that happens by the clock, with when (seconds first). */
function tasksOf(city: City): Record<string, { when: string, run: () => Promise<unknown> }> {
  const { database, settings, clock } = city
  const { vapid } = settings
  return {
    comparePhotos: { when: '*/5 * * * * *', run: () => compareNewPhotos(city) },
    closeReports: { when: '30 * * * * *', run: () => closeReports(city) },
    tellTheTime: { when: '0 * * * * *', run: openClockNudges(city) },
    sweepPhotos: { when: '0 20 4 * * *', run: () => sweepPhotos(city) },
    lapseOrders: { when: '15 * * * * *', run: () => lapseOrders(city) },
    remindOfOrders: { when: '45 * * * * *', run: () => remindOfOrders(city) },
    rotateSigningKeys: { when: '0 10 4 * * *', run: () => rotateSigningKeys(city) },
    lapsePoints: { when: '0 1 0 * * *', run: () => lapseDuePoints(city) },
    remindOfLapses: { when: '0 0 10 * * *', run: () => remindOfLapses(city) },
    checkLedger: { when: '0 40 3 * * *', run: () => checkLedger(city) },
    ...(vapid && { sendPushes: { when: '*/3 * * * * *', run: () => sendPushes(database, vapid, clock()) } }),
  }
}

/** Starts the clock and returns how to stop it: no task begins after that, and those begun are waited for. */
export function startTasks(city: City): () => Promise<void> {
  const running = new Set<Promise<unknown>>()
  const crons = Object.entries(tasksOf(city)).map(([task, { when, run }]) => new Cron(when, { timezone: TIME_ZONE, protect: true }, async () => {
    const work = run().catch((error: unknown) => city.log.error({ err: error, task }, 'a task failed'))
    running.add(work)
    await work
    running.delete(work)
  }))
  return async () => {
    for (const cron of crons) cron.stop()
    await Promise.all(running)
  }
}
