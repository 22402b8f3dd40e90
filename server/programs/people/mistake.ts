import { phoneHint } from '#server/core/identity/index.ts'

/** Why nothing was changed, as a sentence for whoever typed the command. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}

/**
 * What went wrong, without anybody's number: drizzle's own message lists the values of the statement, its
 * cause does not.
 */
export function saidOf(error: Error): string {
  const { message, code = '' } = (error.cause instanceof Error ? error.cause : error) as Error & {
    code?: string
  }
  return (message || code).replace(/1[3-9]\d{9}/g, phoneHint)
}
