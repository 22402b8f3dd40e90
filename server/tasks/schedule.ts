import type { City } from '#server/city.ts'
import { sendPushes } from '#server/core/notices/index.ts'
import { Cron } from 'croner'
import { answerForLocks } from './answer-for-locks.ts'
import { checkLedger } from './check-ledger.ts'
import { closeReports } from './close-reports.ts'
import { compareNewPhotos } from './compare-photos.ts'
import { lapseOrders, remindOfOrders } from './lapse-orders.ts'
import { lapseDuePoints, remindOfLapses } from './lapse-points.ts'
import { rotateSigningKeys } from './rotate-signing-keys.ts'
import { sweepPhotos } from './sweep-photos.ts'
import { openClockNudges } from './tell-the-time.ts'

const TIME_ZONE = 'Asia/Shanghai'

/**
 * `when`: seconds first. `isDueAtStart`: whoever died last may have left something undone that people wait
 * for.
 */
interface Task { readonly when: string, readonly run: () => Promise<unknown>, readonly isDueAtStart?: true }

/** Everything that happens by the clock. */
function tasksOf(city: City): Record<string, Task> {
  const { settings: { push }, clock } = city
  return {
    comparePhotos: { when: '*/5 * * * * *', run: () => compareNewPhotos(city) },
    closeReports: { when: '30 * * * * *', run: () => closeReports(city) },
    tellTheTime: { when: '0 * * * * *', run: openClockNudges(city) },
    sweepPhotos: { when: '0 20 4 * * *', run: () => sweepPhotos(city) },
    lapseOrders: { when: '15 * * * * *', run: () => lapseOrders(city) },
    remindOfOrders: { when: '45 * * * * *', run: () => remindOfOrders(city) },
    rotateSigningKeys: { when: '0 10 4 * * *', run: () => rotateSigningKeys(city) },
    answerForLocks: { when: '50 * * * * *', run: () => answerForLocks(city), isDueAtStart: true },
    lapsePoints: { when: '0 1 0 * * *', run: () => lapseDuePoints(city) },
    remindOfLapses: { when: '0 0 10 * * *', run: () => remindOfLapses(city) },
    checkLedger: { when: '0 40 3 * * *', run: () => checkLedger(city) },
    ...(push && { sendPushes: { when: '*/3 * * * * *', run: () => sendPushes(city, push, clock()) } }),
  }
}

/** Starts the clock and returns how to stop it: no task begins after that, and those begun are waited for. */
export function startTasks(city: City): () => Promise<void> {
  const running = new Set<Promise<unknown>>()
  async function perform(task: string, run: Task['run']) {
    const work = run().catch((error: unknown) => city.log.error({ err: error, task }, 'a task failed'))
    running.add(work)
    await work
    running.delete(work)
  }
  const tasks = Object.entries(tasksOf(city))
  const crons = tasks.map(
    ([task, { when, run }]) =>
      new Cron(when, { timezone: TIME_ZONE, protect: true }, () => perform(task, run)),
  )
  for (const [task, { run, isDueAtStart }] of tasks) {
    if (isDueAtStart) void perform(task, run)
  }
  return async () => {
    for (const cron of crons) cron.stop()
    await Promise.all(running)
  }
}
