import type { AskCode } from '#shared/identity/schemas.ts'
import type { TestCity } from '../../../support/city.ts'
import { hash } from 'node:crypto'
import { isSolution } from '#shared/identity/puzzle.ts'

export const NEWCOMER = '13800001234'

/** The sign-in doors as somebody's phone uses them, with the address it comes from where that matters. */
export function phoneAt(city: TestCity, address = '203.0.113.7') {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': address }
  const post = async (path: string, body: unknown, cookie?: string) => {
    const response = await city.fetchAs(cookie)(path, { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  return {
    askCode: (phone: string, cookie?: string, solved?: AskCode['solved']) =>
      post('/api/session/code', { phone, ...solved && { solved } }, cookie),
    /** `cookie`: of a session before, or of the browser that asked for the code. `factor`: see there. */
    enter: (phone: string, code: string, cookie?: string, factor?: string) =>
      post('/api/session', { phone, code, ...factor !== undefined && { factor } }, cookie),
    leave: (cookie: string) => city.fetchAs(cookie)('/api/session', { method: 'DELETE', headers }),
  }
}

/**
 * A puzzle with the least number that solves it. The rule is asked only of what Node's own hash lets through,
 * a seventh of the work.
 */
export function solved(puzzle: string): NonNullable<AskCode['solved']> {
  const mayBe = (n: number) => hash('sha256', `${puzzle}.${n}`).startsWith('0000')
  let solution = 0
  while (!mayBe(solution) || !isSolution(puzzle, solution)) solution++
  return { puzzle, solution }
}

/** The code that came by SMS last. */
export const lastCode = (city: TestCity, phone: string): string =>
  city.sent.findLast(sms => sms.phone === phone)!.code
/** How a signed-in phone is answered: 200, or 401 once its session is over. */
export const statusWith = async (city: TestCity, cookie: string): Promise<number> =>
  (await city.fetchAs(cookie)('/api/queries/identity.me')).status
/** All cookies that an answer sets. */
export const cookiesIn = (headers: Headers): string =>
  headers.getSetCookie().map(line => line.split(';')[0]!).join('; ')
export const cookieIn = (headers: Headers): string => headers.get('set-cookie')!.split(';')[0]!
