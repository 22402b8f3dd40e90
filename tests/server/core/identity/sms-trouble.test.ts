import { Writable } from 'node:stream'
import { buildApp } from '#server/http/app.ts'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { NEWCOMER } from './doors.ts'

it('when the SMS gateway is down the rider is told to try again, and the log names nobody', async () => {
  const city = await openTestCity()
  const lines: string[] = []
  const log = pino(
    new Writable({
      write: (chunk, _, done) => {
        lines.push(String(chunk))
        done()
      },
    }),
  )
  const app = buildApp({
    ...city,
    log,
    sms: { send: async () => Promise.reject(new Error('the SMS gateway did not take the message')) },
  })
  const response = await app.request('/api/session/code', {
    method: 'POST',
    headers: { 'x-little-bee': '1' },
    body: JSON.stringify({ phone: NEWCOMER }),
  })
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('60')
  expect(await response.json()).toEqual({
    code: 'session.smsFailed',
    message: expect.stringContaining('再试'),
    retryAfterS: 60,
  })
  expect(lines.join('')).toContain('a code could not be sent')
  expect(lines.join('')).not.toMatch(/1380000\d{4}|"\d{6}"/)
  await city.close()
})
