import type { SmsSettings } from '#server/settings/sms.ts'
import type { SmsDriver } from './driver.ts'
import { aliyunSms } from './aliyun.ts'
import { consoleSms } from './console.ts'

/** The driver that the settings name. */
export const openSms = (settings: SmsSettings): SmsDriver =>
  settings.driver === 'aliyun' ? aliyunSms(settings) : consoleSms
