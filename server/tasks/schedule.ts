import type { City } from '#server/city.ts'
import type { Task } from '#server/sync/feature.ts'
import { features } from '#server/handlers.ts'
import { Cron } from 'croner'

const TIME_ZONE = 'Asia/Shanghai'

/** All tasks of the city. */
const tasks = features.flatMap(feature => Object.entries<Task>(feature.tasks))

/**
 * Starts the tasks. The function returned stops them: no task starts after it, and it waits for those that
 * run.
 */
export function startTasks(city: City): () => Promise<void> {
  const running = new Set<Promise<unknown>>()

  function schedule([task, { when, run, isDueAtStart }]: [string, Task]): Cron {
    let since = city.clock()
    async function runNow() {
      const begun = city.clock()
      await run(city, since)
      since = begun
    }
    async function perform() {
      const work = runNow().catch((error: unknown) => city.log.error({ err: error, task }, 'a task failed'))
      running.add(work)
      await work
      running.delete(work)
    }
    if (isDueAtStart) void perform()
    return new Cron(when, { timezone: TIME_ZONE, protect: true }, perform)
  }

  const crons = tasks.map(schedule)
  return async () => {
    for (const cron of crons) cron.stop()
    await Promise.all(running)
  }
}
