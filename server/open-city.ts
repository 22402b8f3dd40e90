import type { City } from './city.ts'
import { commandHandlers } from './handlers.ts'
import { decide } from './sync/decide.ts'
import { beginEffects } from './sync/effects.ts'

/** Makes a city of its parts and adds `run`, the only way in which commands run. */
export function openCity(parts: Omit<City, 'run'>): City {
  const { database, changes, rulings, clock, log, settings: { limitsFactor } } = parts
  return {
    ...parts,
    run: async (actor, batch, requestId) => {
      const now = clock()
      const onFault = (error: unknown, command: string) =>
        log.error({ err: error, command, requestId }, 'a command failed')
      const { replies, nudges, effects } = await decide(
        {
          database,
          rulings,
          handlers: commandHandlers,
          actor,
          sentAt: batch.sentAt,
          now,
          limitsFactor,
          onFault,
        },
        batch,
      )
      beginEffects(effects, error => log.error({ err: error, requestId }, 'an effect of a command failed'))
      await changes.publish(nudges)
      // Whoever ruled finds the new ruling in force in this process; other processes learn of it by the
      // nudge.
      if (nudges.some(({ names }) => names.includes('rulings.one')))
        await rulings.refresh().catch((error: unknown) => log.error({ err: error }, 'rulings were not read'))
      return { now, replies }
    },
  }
}
