import type { City } from '#server/city.ts'
import type { Task } from '#server/sync/feature.ts'
import { features } from '#server/handlers.ts'
import { Cron } from 'croner'

const TIME_ZONE = 'Asia/Shanghai'

/** A task with its name in the log. */
type Named = [name: string, task: Task]
const everyTask = features.flatMap((feature): Named[] => Object.entries<Task>(feature.tasks))

/**
 * Starts the tasks; none starts once the city is stopping. The function returned waits for those that run.
 */
export function startTasks(city: City, tasks: readonly Named[] = everyTask): () => Promise<void> {
  const running = new Set<Promise<unknown>>()

  function schedule([task, { when, run, isDueAtStart }]: Named): Cron {
    let since = city.clock()
    async function runNow() {
      const begun = city.clock()
      await run(city, since)
      since = begun
    }
    async function perform() {
      if (city.isStopping()) return
      const work = runNow().catch((error: unknown) => city.log.error({ err: error, task }, 'a task failed'))
      running.add(work)
      await work
      running.delete(work)
    }
    const cron = new Cron(when, { timezone: TIME_ZONE, protect: true }, perform)
    // By the cron, so that the first run by the clock does not begin before this one is over.
    if (isDueAtStart) void cron.trigger()
    return cron
  }

  const crons = tasks.map(schedule)
  return async () => {
    for (const cron of crons) cron.stop()
    await Promise.all(running)
  }
}
