import type { SmsDriver } from './driver.ts'
import process from 'node:process'

/** Prints the code on the terminal of a developer or a demo; never in the log, which is stored. */
export const consoleSms: SmsDriver = {
  send: async (phone, code) => void process.stdout.write(`SMS to ${phone}: ${code}\n`),
}
