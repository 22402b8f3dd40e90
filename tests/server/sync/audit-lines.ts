import type { Database } from '#server/database/database.ts'
import type { CommandName } from '#shared/commands.ts'
import { audit } from '#server/core/audit/index.ts'
import { commands } from '#shared/commands.ts'

/** Counts the lines that accepted commands and their replays leave in the audit. */
export function auditLines() {
  /** Commands that left more or fewer than one line, or none where they are not audited, and how many. */
  const wrong = new Set<string>()

  /** Sends a command that is accepted, and the same once more. */
  async function count<Decided>(
    { read }: Pick<Database, 'read'>,
    name: CommandName,
    send: () => Promise<Decided>,
  ): Promise<Decided> {
    const before = await read.$count(audit)
    const decided = await send()
    const once = await read.$count(audit)
    await send()
    const again = await read.$count(audit)
    if (once - before !== ('audited' in commands[name] ? 1 : 0)) wrong.add(`${name}: ${once - before}`)
    if (again !== once) wrong.add(`${name} replayed: ${again - once}`)
    return decided
  }
  return { wrong, count }
}
