import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { openSms } from '#server/core/identity/index.ts'
import { signatureOf } from '#server/core/identity/sms/aliyun.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

const keySecret = 'testSecret'
let gateway: Server
let answers: { status: number, body: string }[]
let received: { request: IncomingMessage, parameters: URLSearchParams }[]

/** The gateway's own check, written from its documentation and not from our driver. */
function isSignedWell({ method }: IncomingMessage, parameters: URLSearchParams) {
  const encode = (value: string) =>
    encodeURIComponent(value)
      .replaceAll('+', '%20')
      .replaceAll('*', '%2A')
      .replaceAll('%7E', '~')
      .replaceAll('\'', '%27')
      .replaceAll('(', '%28')
      .replaceAll(')', '%29')
      .replaceAll('!', '%21')
  const query = [...parameters]
    .filter(([name]) => name !== 'Signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&')
  const signature = createHmac('sha1', `${keySecret}&`)
    .update(`${method}&%2F&${encode(query)}`)
    .digest('base64')
  return parameters.get('Signature') === signature
}

beforeEach(async () => {
  answers = []
  received = []
  gateway = createServer(async (request, response) => {
    const parameters = new URLSearchParams(await text(request))
    received.push({ request, parameters })
    const refusal = isSignedWell(request, parameters)
      ? undefined
      : { status: 400, body: JSON.stringify({ Code: 'SignatureDoesNotMatch' }) }
    const { status, body } = refusal
      ?? answers.shift() ?? { status: 200, body: JSON.stringify({ Code: 'OK', Message: 'OK', BizId: '1' }) }
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>(done => gateway.listen(0, '127.0.0.1', done))
})
afterEach(() => new Promise(done => gateway.close(done)))

const driver = (secret = keySecret) => openSms({
  driver: 'aliyun',
  keyId: 'testId',
  keySecret: secret,
  signName: '小蜜蜂 (测试)*~',
  template: 'SMS_1',
  endpoint: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
})

it('the gateway takes a message that is signed its way', async () => {
  await driver().send('13800000001', '012345')
  const [{ request, parameters }] = received as [typeof received[number]]
  expect(request.method).toBe('POST')
  expect(request.url, 'phone and code stay out of the address').toBe('/')
  expect(Object.fromEntries(parameters)).toMatchObject({
    Action: 'SendSms',
    Version: '2017-05-25',
    PhoneNumbers: '13800000001',
    SignName: '小蜜蜂 (测试)*~',
    TemplateCode: 'SMS_1',
    TemplateParam: '{"code":"012345"}',
    Timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  })
})

it('no two messages share a nonce', async () => {
  await driver().send('13800000001', '1')
  await driver().send('13800000001', '1')
  expect(new Set(received.map(({ parameters }) => parameters.get('SignatureNonce'))).size).toBe(2)
})

it('the signature is the one in the gateway\'s own documentation', () => {
  const documented = {
    AccessKeyId: 'testId',
    Action: 'SendSms',
    Format: 'XML',
    OutId: '123',
    PhoneNumbers: '15300000001',
    RegionId: 'cn-hangzhou',
    SignName: '阿里云短信测试专用',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: '45e25e9b-0a6f-4070-8c85-2956eda1b466',
    SignatureVersion: '1.0',
    TemplateCode: 'SMS_71390007',
    TemplateParam: '{"customer":"test"}',
    Timestamp: '2017-07-12T02:42:19Z',
    Version: '2017-05-25',
  }
  expect(signatureOf('GET', documented, 'testSecret')).toBe('zJDF+Lrzhj/ThnlvIToysFRq6t4=')
})

it.each([
  ['a wrong key', () => driver('another'), []],
  [
    'a limit of the gateway',
    () => driver(),
    [{ status: 200, body: '{"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"13800000001"}' }],
  ],
  ['a gateway that is ill', () => driver(), [{ status: 502, body: '<html>bad gateway</html>' }]],
])('%s is said without naming phone or code', async (_, open, said) => {
  answers = said
  const trouble = await open()
    .send('13800000001', '012345')
    .then(
      () => undefined,
      (error: Error) => error.message,
    )
  expect(trouble).toMatch(/SMS gateway/)
  expect(trouble).not.toMatch(/13800000001|012345/)
})

it('a demo shows the code on the terminal', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  await openSms({ driver: 'console' }).send('13800000001', '012345')
  const shown = write.mock.calls.flat().join('')
  write.mockRestore()
  expect(shown).toContain('012345')
})
