import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { sendPushes } from '#server/core/notices/index.ts'
import { isPublicAddress, isPublicEndpoint } from '#server/core/notices/push-endpoint.ts'
import { pushSubscriptions } from '#server/core/notices/tables.ts'
import { openLog } from '#server/http/logs.ts'
import { uuidv7 } from 'uuidv7'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { generateVAPIDKeys } from 'web-push'
import { openTestCity } from '../../../support/city.ts'
import { streetOf } from '../../features/reports/street.ts'

const vapid = { ...generateVAPIDKeys(), subject: 'mailto:bee@example.cn' }
interface Call { path: string, headers: IncomingHttpHeaders, body: Buffer }

let city: TestCity
let street: ReturnType<typeof streetOf>
let service: Server
let calls: Call[]
let lines: string[] = []
const log = openLog({ logLevel: 'info' }, { write: line => void lines.push(line) })
const logged = () => lines.map(line => JSON.parse(line) as object)
let status: number
beforeEach(async () => {
  city = await openTestCity()
  street = streetOf(city)
  calls = []
  lines = []
  status = 201
  service = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    calls.push({ path: request.url!, headers: request.headers, body: Buffer.concat(chunks) })
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  await once(service, 'listening')
})
afterEach(async () => {
  service.close()
  await city.close()
})

/** A browser with its key, subscribed at our own push service; the command would refuse such an address. */
async function browser(by: PersonName, path: string) {
  const key = createECDH('prime256v1')
  key.generateKeys()
  const auth = randomBytes(16)
  const endpoint = `http://127.0.0.1:${(service.address() as AddressInfo).port}${path}`
  await city.database.transact(async tx => void await tx.insert(pushSubscriptions).values({
    id: uuidv7(),
    accountId: city.ids[by],
    endpoint,
    p256dh: key.getPublicKey('base64url'),
    auth: auth.toString('base64url'),
    createdAt: city.time.now,
  }))
  return { key, auth }
}
const push = () => sendPushes({ database: city.database, log }, vapid, city.time.now, 'any')

const hmac = (key: Buffer, ...parts: (Buffer | string)[]) =>
  parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest()

/** Opens a message as the browser would (RFC 8291, aes128gcm). */
function opened(
  { body }: Call,
  { key, auth }: { key: ReturnType<typeof createECDH>, auth: Buffer },
): Record<string, string> {
  const salt = body.subarray(0, 16)
  const keyLength = body[20]!
  const sender = body.subarray(21, 21 + keyLength)
  const sealed = body.subarray(21 + keyLength)
  const secret = hmac(
    hmac(auth, key.computeSecret(sender)),
    'WebPush: info\0',
    key.getPublicKey(),
    sender,
    Buffer.from([1]),
  )
  const prk = hmac(salt, secret)
  const contentKey = hmac(prk, 'Content-Encoding: aes128gcm\0', Buffer.from([1])).subarray(0, 16)
  const nonce = hmac(prk, 'Content-Encoding: nonce\0', Buffer.from([1])).subarray(0, 12)
  const decipher = createDecipheriv('aes-128-gcm', contentKey, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString()) as Record<string, string>
}

/** True when the call is signed with the city's own key (RFC 8292). */
function isSigned({ headers }: Call): boolean {
  const [header, claims, signature] = /t=([^,]+)/.exec(headers.authorization!)![1]!.split('.')
  const point = Buffer.from(vapid.publicKey, 'base64url')
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  })
  return verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature!, 'base64url'),
  )
}

it('a push says that there is news of a report, and nothing else; once for its two notices', async () => {
  const keys = await browser('rider', '/rider')
  await street.bring(await street.file('rider', { text: '井盖松动' }), 'accepted')
  expect(await push()).toBe(1)
  expect(calls).toHaveLength(1)
  expect(isSigned(calls[0]!)).toBe(true)
  const { notices } = await city.as('rider').ask('notices.mine', {})
  const first = opened(calls[0]!, keys)
  expect({ ...first, tag: notices.some(({ id }) => id === first.tag) }).toEqual({
    title: '小蜜蜂',
    body: '上报 #1 有新消息',
    url: '/notices',
    tag: true,
  })
  expect(await push()).toBe(0)
  expect(calls).toHaveLength(1)
})

it('the next news of a report does not take the place of the first, though it says the same', async () => {
  const keys = await browser('rider', '/rider')
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  await push()
  await street.bring(reportId, 'assigned')
  await push()
  const [first, second] = calls.map(call => opened(call, keys))
  expect(second!.body).toBe(first!.body)
  expect(second!.tag).not.toBe(first!.tag)
})

it('one\'s notices reach one\'s own browsers only', async () => {
  await browser('rider', '/one')
  await browser('rider', '/two')
  await browser('rider2', '/other')
  await street.bring(await street.file('rider'), 'accepted')
  expect(await push()).toBe(2)
  expect(calls.map(({ path }) => path).sort()).toEqual(['/one', '/two'])
})

it('an emergency is marked urgent for the phones of the staff', async () => {
  await browser('staff', '/staff')
  await street.file('rider', { kind: 'emergency' })
  await push()
  expect(calls[0]!.headers.urgency).toBe('high')
})

it.each([404, 410])(
  'a browser that is gone (%i) is forgotten; trouble of the service (500) forgets nobody',
  async (gone) => {
    await browser('rider', '/rider')
    const reportId = await street.bring(await street.file('rider'), 'accepted')
    status = 500
    await push()
    expect(await city.database.read.select().from(pushSubscriptions)).toHaveLength(1)
    status = gone
    await street.bring(reportId, 'assigned')
    await push()
    expect(await city.database.read.select().from(pushSubscriptions)).toEqual([])
    expect(logged()).toMatchObject([{ reason: 'answered 500' }])
  },
)

it('a push service\'s refusal is logged once a round, with name and reason, without the phone', async () => {
  await browser('rider', '/secret-of-one')
  await browser('rider', '/secret-of-two')
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  status = 403
  expect(await push()).toBe(0)
  const { port } = service.address() as AddressInfo
  const name = `127.0.0.1:${port}`
  expect(logged()).toMatchObject([
    {
      level: 'warn',
      msg: 'a push service took no message',
      service: name,
      reason: 'answered 403',
      messages: 2,
    },
  ])
  service.close()
  service.closeAllConnections()
  await street.bring(reportId, 'assigned')
  await push()
  expect(logged().slice(1)).toMatchObject([
    { level: 'warn', service: name, reason: 'ECONNREFUSED', messages: 2 },
  ])
  expect(await city.database.read.select().from(pushSubscriptions)).toHaveLength(2)
  expect(lines.join('')).not.toMatch(/secret-of|138/)
})

it('news an hour old wakes nobody', async () => {
  await browser('rider', '/rider')
  await street.bring(await street.file('rider'), 'accepted')
  city.time.now += 3_600_001
  expect(await push()).toBe(0)
})

it('as the city runs, a push never calls an address that is not public', async () => {
  await browser('rider', '/rider')
  await street.bring(await street.file('rider'), 'accepted')
  expect(await sendPushes({ database: city.database, log }, vapid, city.time.now)).toBe(0)
  expect(calls).toEqual([])
})

it('a browser subscribes, moves to whoever signs in on it next, and unsubscribes', async () => {
  const endpoint = 'https://push.example.com/send/abc'
  const keys = { p256dh: 'BAAA', auth: 'AAAA' }
  await city.as('rider').done('notices.subscribe', { endpoint, keys })
  await city.as('rider2').done('notices.subscribe', { endpoint, keys })
  expect(await city.database.read.select().from(pushSubscriptions)).toMatchObject([
    { accountId: city.ids.rider2 },
  ])
  await city.as('rider').done('notices.unsubscribe', { endpoint })
  expect(await city.database.read.select().from(pushSubscriptions)).toHaveLength(1)
  await city.as('rider2').done('notices.unsubscribe', { endpoint })
  expect(await city.database.read.select().from(pushSubscriptions)).toEqual([])
})

it('somebody keeps the ten browsers they subscribed last', async () => {
  for (let i = 0; i < 12; i++) {
    city.time.now += 1000
    await city.as('rider').done('notices.subscribe', {
      endpoint: `https://push.example.com/${i}`,
      keys: { p256dh: 'BAAA', auth: 'AAAA' },
    })
  }
  const kept = await city.database.read.select().from(pushSubscriptions)
  expect(kept.map(({ endpoint }) => Number(endpoint.split('/').at(-1))).sort((a, b) => a - b)).toEqual([
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
    10,
    11,
  ])
})

it('an endpoint that reaches into our own network is refused', async () => {
  const keys = { p256dh: 'BAAA', auth: 'AAAA' }
  for (const host of [
    '127.0.0.1',
    'localhost',
    '10.1.2.3',
    '169.254.169.254',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    'redis.internal',
    'push.example.com:8443',
  ]) {
    expect(
      await city.as('rider').refused('notices.subscribe', { endpoint: `https://${host}/x`, keys }),
    ).toMatchObject({ code: 'notices.endpointRefused' })
  }
  expect(
    await city
      .as('rider')
      .send({ name: 'notices.subscribe', input: { endpoint: 'http://push.example.com/x', keys } }),
  ).toMatchObject([{ status: 'malformed' }])
})

it('public addresses are told from all others', () => {
  for (const address of ['8.8.8.8', '114.114.114.114', '2400:3200::1'])
    expect(isPublicAddress(address), address).toBe(true)
  for (const address of [
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '172.16.5.4',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '2002:7f00:1::',
    'ff02::1',
    'nonsense',
  ])
    expect(isPublicAddress(address), address).toBe(false)
  expect(isPublicEndpoint('https://user:pass@push.example.com/x')).toBe(false)
  expect(isPublicEndpoint('https://push.example.com/x')).toBe(true)
})

it('a browser learns the key to subscribe with, or that the city has no push', async () => {
  expect(await city.as('rider').ask('notices.pushKey', {})).toEqual({ vapidPublicKey: null })
  Object.assign(city.settings, { push: vapid })
  expect(await city.as('rider').ask('notices.pushKey', {})).toEqual({ vapidPublicKey: vapid.publicKey })
})
