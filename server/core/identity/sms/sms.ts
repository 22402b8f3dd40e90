import type { SmsSettings } from '#server/settings/sms.ts'
import type { SmsDriver } from './driver.ts'
import process from 'node:process'
import { aliyunSms } from './aliyun.ts'

/** Prints the code on the terminal of a developer or a demo; never in the log, which is stored. */
const consoleSms: SmsDriver = {
  send: async (phone, code) => void process.stdout.write(`SMS to ${phone}: ${code}\n`),
  sendLink: async (phone, url) => void process.stdout.write(`SMS to ${phone}: ${url}\n`),
}

/** The driver that the settings name. */
export const openSms = (settings: SmsSettings): SmsDriver =>
  settings.driver === 'aliyun' ? aliyunSms(settings) : consoleSms
