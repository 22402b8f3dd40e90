import type { Outcome } from './session-requests.ts'
import { callSession } from './session-requests.ts'

// Nothing of these is saved on the phone: neither secret nor codes outlive the page.
const path = '/api/session/factor'

export const beginFactor = (): Promise<Outcome<{ secret: string, uri: string }>> => callSession('POST', path)
export const confirmFactor = (code: string): Promise<Outcome<{ recoveryCodes: string[] }>> =>
  callSession('POST', `${path}/confirm`, { code })
export const giveFactor = (code: string): Promise<Outcome<{ recoveryLeft: number }>> =>
  callSession('POST', `${path}/fresh`, { code })
export const renewRecoveryCodes = (): Promise<Outcome<{ recoveryCodes: string[] }>> =>
  callSession('POST', `${path}/recovery`)
export const fetchRecoveryLeft = (): Promise<Outcome<{ recoveryLeft: number }>> => callSession('GET', path)
