import * as v from 'valibot'
import { origin, withMessage } from './with-message.ts'

/** How sign-in codes reach phones: printed on the server's terminal, or by Aliyun's SMS service. */
export type SmsSettings =
  | { readonly driver: 'console' }
  | {
    readonly driver: 'aliyun'
    readonly keyId: string
    readonly keySecret: string
    readonly signName: string
    readonly template: string
    /** The template for messages with a case link; without it these links are printed. */
    readonly linkTemplate?: string
    readonly endpoint: string
  }

/** The settings of SMS as text, each with the sentence for a mistake in it. */
export const smsEntries = {
  SMS_DRIVER: v.optional(
    withMessage(
      'SMS_DRIVER must be console or aliyun.',
      v.pipe(v.string(), v.picklist(['console', 'aliyun'])),
    ),
    'console',
  ),
  ALIYUN_SMS_KEY_ID: v.optional(v.string()),
  ALIYUN_SMS_KEY_SECRET: v.optional(v.string()),
  ALIYUN_SMS_SIGN_NAME: v.optional(v.string()),
  ALIYUN_SMS_TEMPLATE: v.optional(v.string()),
  ALIYUN_SMS_LINK_TEMPLATE: v.optional(v.string()),
  ALIYUN_SMS_ENDPOINT: v.optional(
    withMessage('ALIYUN_SMS_ENDPOINT must be an address such as https://dysmsapi.aliyuncs.com.', origin),
    'https://dysmsapi.aliyuncs.com',
  ),
}
type Raw = v.InferOutput<v.ObjectSchema<typeof smsEntries, undefined>>

/**
 * A sentence for each of these settings that contradicts another; `mustSend`: real people wait for messages.
 */
export function smsContradictions(raw: Raw, mustSend: boolean): (string | false)[] {
  const needed = [
    'ALIYUN_SMS_KEY_ID',
    'ALIYUN_SMS_KEY_SECRET',
    'ALIYUN_SMS_SIGN_NAME',
    'ALIYUN_SMS_TEMPLATE',
  ] as const
  const missing = needed.filter(name => raw[name] === undefined)
  return [
    mustSend
    && raw.SMS_DRIVER === 'console'
    && 'SMS_DRIVER=console sends no messages: in production set SMS_DRIVER=aliyun and its settings.',
    raw.SMS_DRIVER === 'aliyun'
    && missing.length > 0
    && `SMS_DRIVER=aliyun also needs ${missing.join(', ')}.`,
  ]
}

/** The settings as the SMS driver takes them, once none is wrong. */
export function smsOf(raw: Raw): SmsSettings {
  if (raw.SMS_DRIVER === 'console') return { driver: 'console' }
  return {
    driver: 'aliyun',
    keyId: raw.ALIYUN_SMS_KEY_ID!,
    keySecret: raw.ALIYUN_SMS_KEY_SECRET!,
    signName: raw.ALIYUN_SMS_SIGN_NAME!,
    template: raw.ALIYUN_SMS_TEMPLATE!,
    ...raw.ALIYUN_SMS_LINK_TEMPLATE !== undefined && { linkTemplate: raw.ALIYUN_SMS_LINK_TEMPLATE },
    endpoint: raw.ALIYUN_SMS_ENDPOINT,
  }
}
