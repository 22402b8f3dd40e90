import type { SmsDriver } from './driver.ts'
import process from 'node:process'

/** Shows the code on the terminal of whoever develops or demonstrates, past the log, which is kept. */
export const consoleSms: SmsDriver = {
  send: async (phone, code) => void process.stdout.write(`SMS to ${phone}: ${code}\n`),
}
