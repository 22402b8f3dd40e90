import type { Buffer } from 'node:buffer'
import { Secret, TOTP } from 'otpauth'

const SECRET_BYTES = 20
const PERIOD_S = 30
/** Steps before and after this one whose codes are good too, since phones' clocks are off. */
const WINDOW = 1

/** A new secret. `text`: in base32, as it is typed; `uri`: as a QR code has it; `label` names the account. */
export function makeFactorSecret(label: string): { bytes: Uint8Array, text: string, uri: string } {
  const { bytes, base32 } = new Secret({ size: SECRET_BYTES })
  const issuer = encodeURIComponent('小蜜蜂')
  // What apps take for granted (SHA-1, six digits, 30 s) is left out, so the QR code has fewer squares.
  const uri = `otpauth://totp/${issuer}:${encodeURIComponent(label)}?secret=${base32}&issuer=${issuer}`
  return { bytes, text: base32, uri }
}

/**
 * The step (30 s since 1970) whose code this is, among the present one and its neighbours; else undefined
 * (RFC 6238).
 */
export function stepOf(bytes: Buffer, code: string, now: number): number | undefined {
  const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer })
  const totp = { secret, algorithm: 'SHA1', digits: 6, period: PERIOD_S }
  const delta = TOTP.validate({ ...totp, token: code, timestamp: now, window: WINDOW })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_S) + delta
}
