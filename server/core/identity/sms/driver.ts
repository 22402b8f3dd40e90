/**
 * Sends a code to a phone. Rejects when it did not or may not have arrived; its errors never name phone or
 * code.
 */
export interface SmsDriver {
  send: (phone: string, code: string) => Promise<void>
  /** Sends a link that lets whoever has it do one thing; absent where the gateway has no template for it. */
  sendLink?: (phone: string, url: string) => Promise<void>
}
