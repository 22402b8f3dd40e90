import { phoneHint } from '#server/core/identity/index.ts'

/** Why nothing was changed, as a sentence for the operator. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
}

/**
 * The message of an error, without phone numbers: drizzle's own lists the statement's values, its cause does
 * not.
 */
export function saidOf(error: Error): string {
  const { message, code = '' } = (error.cause instanceof Error ? error.cause : error) as Error & {
    code?: string
  }
  return (message || code).replace(/1[3-9]\d{9}/g, phoneHint)
}
