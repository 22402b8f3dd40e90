import { commands, isCommandName } from '#shared/commands.ts'
import { issueTexts } from '#shared/sync/issues.ts'
import { safeParse } from 'valibot'

/** An input that its command's schema does not take; `issues` as of `issueTexts`. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
  constructor(readonly issues: string[]) {
    super(issues[0])
  }
}

/** Throws MalformedError for an input that its command's schema does not take: the server would return it. */
export function requireValid(name: string, input: unknown): void {
  if (!isCommandName(name)) return // An older app's: the server says what became of it.
  const { issues } = safeParse(commands[name].input, input)
  if (issues) throw new MalformedError(issueTexts(issues))
}
