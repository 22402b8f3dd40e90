import type { Answer } from './format.ts'

interface Said { readonly code: string, readonly description: string }
/** 404 for what isn't there, 403 for a key that is missing or wrong, 400 for all else but 429: too often. */
type Status = 400 | 403 | 404 | 429

/** Why a request is not answered, by the specification's own codes. */
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
