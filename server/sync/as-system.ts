import type { City } from '#server/city.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import { uuidv7 } from 'uuidv7'

/** The actor of the clock. */
export const system = { accountId: 'system', role: 'system', areaId: null, posts: [] } as const

/** Runs commands of one name as the actor `system`. Returns how many were accepted. */
export async function asSystem<Name extends CommandName>(
  { run, clock }: Pick<City, 'run' | 'clock'>,
  name: Name,
  inputs: readonly CommandInput<Name>[],
): Promise<number> {
  if (inputs.length === 0) return 0
  const now = clock()
  const commands = inputs.map(input => ({ id: uuidv7(), name, input, madeAt: now }))
  const { replies } = await run(system, { sentAt: now, commands })
  return replies.filter(({ status }) => status === 'accepted').length
}
