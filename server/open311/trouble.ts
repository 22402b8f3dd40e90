import type { Answer } from './format.ts'

interface Said { readonly code: string, readonly description: string }
/**
 * 404 for what does not exist, 403 for a missing or wrong key, 429 for too many requests, 400 for everything
 * else.
 */
type Status = 400 | 403 | 404 | 429

/** Why a request is refused, with the specification's own codes. */
export class Trouble extends Error {
  override readonly name = 'Trouble'
  constructor(readonly status: Status, readonly said: readonly Said[], readonly retryAfterS?: number) {
    super(said.map(({ code }) => code).join(', '))
  }
}

/** One reason. `code` begins with the status, so that a program which reads the body alone knows it. */
export const trouble = (status: Status, description: string, retryAfterS?: number): Trouble =>
  new Trouble(status, [{ code: String(status), description }], retryAfterS)

export const troubleAnswer = ({ said }: Trouble): Answer =>
  ({ root: 'errors', body: said.map(({ code, description }) => ({ code, description })) })
