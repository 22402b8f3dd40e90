import type { City } from '#server/city.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import { commandHandlers } from '#server/handlers.ts'
import { decide } from '#server/sync/decide.ts'
import { beginEffects } from '#server/sync/effects.ts'
import { uuidv7 } from 'uuidv7'

const clockItself = { accountId: 'system', role: 'system', areaId: null, unitId: null } as const

/**
 * Sends commands of one name as the clock, through the same decision as everybody's, and tells what changed.
 * Returns how many were accepted.
 */
export async function asSystem<Name extends CommandName>(
  { database, changes, clock, log }: Pick<City, 'database' | 'changes' | 'clock' | 'log'>,
  name: Name,
  inputs: readonly CommandInput<Name>[],
): Promise<number> {
  if (inputs.length === 0) return 0
  const now = clock()
  const onFault = (error: unknown) =>
    log.error({ err: error, command: name }, 'a command of the clock failed')
  const commands = inputs.map(input => ({ id: uuidv7(), name, input, madeAt: now }))
  const { replies, nudges, effects } = await decide(
    { database, handlers: commandHandlers, actor: clockItself, sentAt: now, now, onFault },
    { sentAt: now, commands },
  )
  beginEffects(effects, error => log.error({ err: error, command: name }, 'an effect of a command failed'))
  await changes.tell(nudges)
  return replies.filter(({ status }) => status === 'accepted').length
}
