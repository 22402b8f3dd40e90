/**
 * Sends a code to a phone. Rejects when it did not or may not have arrived; its errors never name phone or
 * code.
 */
export interface SmsDriver {
  send: (phone: string, code: string) => Promise<void>
}
