import type { City } from '#server/http/city.ts'
import { sendPushes } from '#server/core/notices/index.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { Cron } from 'croner'
import { closeReports } from './close-reports.ts'
import { compareNewPhotos } from './compare-photos.ts'
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
    checkPoints: { when: '0 40 3 * * *', run: () => reportPoints(city) },
    ...(vapid && { sendPushes: { when: '*/3 * * * * *', run: () => sendPushes(database, vapid, clock()) } }),
  }
}

async function reportPoints({ database, log }: City) {
  for (const { name, rows } of await checkPoints(database)) log.fatal({ invariant: name, rows: rows.length }, 'the points do not add up')
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
