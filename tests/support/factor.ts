import type { TestCity } from './city.ts'
import { Secret, TOTP } from 'otpauth'

/** The six digits that an authenticator app shows at an instant (ms). */
export const codeAt = (secret: string, at: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at })
/** Six digits that are not the code. */
export const otherThan = (code: string): string => code === '000000' ? '000001' : '000000'

const STEP_MS = 30_000

/** The routes of the second factor as a phone uses them that holds a cookie. */
export function factorAt(city: Pick<TestCity, 'fetchAs'>, cookie: string) {
  const call = async (method: string, path: string, body?: object) => {
    const answer = await city.fetchAs(cookie)(`/api/session/factor${path}`, {
      method,
      ...body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
    })
    return { status: answer.status, body: await answer.json() }
  }
  return {
    begin: () => call('POST', ''),
    confirm: (code: string) => call('POST', '/confirm', { code }),
    fresh: (code: string) => call('POST', '/fresh', { code }),
    renew: () => call('POST', '/recovery'),
    left: async () => (await call('GET', '')).body.recoveryLeft as number,
  }
}

/** Sets up a second factor; its first code is used up, so that the clock goes on by a step. */
export async function setUpFactor(city: TestCity, cookie: string) {
  const doors = factorAt(city, cookie)
  const { body: { secret, uri } } = await doors.begin()
  const { body: { recoveryCodes } } = await doors.confirm(codeAt(secret, city.time.now))
  city.time.now += STEP_MS
  return { secret: secret as string, uri: uri as string, recoveryCodes: recoveryCodes as string[] }
}
