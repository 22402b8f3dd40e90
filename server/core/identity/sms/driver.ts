/**
 * Brings a code to a phone. Rejects when it certainly or probably did not get there; its errors never name
 * phone or code.
 */
export interface SmsDriver {
  send: (phone: string, code: string) => Promise<void>
}
