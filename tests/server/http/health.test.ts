import { createServer } from 'node:http'
import { buildApp } from '#server/http/app.ts'
import { countDecision } from '#server/metrics.ts'
import { closerOf } from '#server/stop.ts'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'

let city: Awaited<ReturnType<typeof openTestCity>>
beforeAll(async () => {
  city = await openTestCity({ METRICS_TOKEN: 'a token for whoever measures' })
})
afterAll(() => city.close())

const statusOf = async (path: string, isStopping = false) =>
  (await buildApp({ ...city, isStopping: () => isStopping }).request(path)).status

describe('health', () => {
  it('is live and ready while the database answers', async () => {
    expect([await statusOf('/health/live'), await statusOf('/health/ready')]).toEqual([200, 200])
  })

  it('is live but not ready while stopping', async () => {
    expect([await statusOf('/health/live', true), await statusOf('/health/ready', true)]).toEqual([200, 503])
  })

  it('is not ready when the disk is full', async () => {
    const full = await openTestCity({ DISK_FREE_MB_MIN: '1000000000' })
    const app = buildApp(full)
    const ready = await app.request('/health/ready')
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'disk is full' }])
    expect((await app.request('/health/live')).status).toBe(200)
    await full.close()
  })

  it('is not ready when the database is gone', async () => {
    const lost = await openTestCity()
    await lost.close()
    const app = buildApp({ ...city, database: lost.database })
    expect([(await app.request('/health/live')).status, (await app.request('/health/ready')).status]).toEqual(
      [200, 503],
    )
  })
})

describe('metrics', () => {
  /** `/metrics` of a real server, as somebody with these headers gets it. */
  async function measure(headers: Record<string, string> = {}, at = city) {
    const server = serve({ fetch: buildApp(at).fetch, port: 0, hostname: '127.0.0.1' })
    try {
      await new Promise(resolve => server.once('listening', resolve))
      const { port } = server.address() as { port: number }
      await fetch(`http://127.0.0.1:${port}/api/queries/identity.me`)
      const response = await fetch(`http://127.0.0.1:${port}/metrics`, { headers })
      return { status: response.status, text: await response.text() }
    }
    finally {
      server.close()
    }
  }

  it('tell this machine about requests, decisions and the process', async () => {
    countDecision('reports.file', 'accepted')
    countDecision('13800000001', 'malformed')
    const { status, text } = await measure()
    expect(status).toBe(200)
    expect(text).toMatch(/bee_commands_total\{name="reports\.file",status="accepted"\} \d/)
    expect(text).toMatch(
      /bee_http_request_duration_seconds_count\{method="GET",route="[^"]+",status="401"\} \d/,
    )
    expect(text).toContain('process_resident_memory_bytes')
    expect(text, 'names that phones invent make no series').not.toContain('13800000001')
  })

  it('need the token if there is a public address, since a proxy may say nothing', async () => {
    const METRICS_TOKEN = 'a token of 16 characters'
    const open = await openTestCity({ PUBLIC_URL: 'https://bee.example.cn', METRICS_TOKEN })
    const refused = await measure({}, open)
    expect(refused.status).toBe(403)
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'metrics.notForYou' })
    expect((await measure({ authorization: 'Bearer a token of 16 characters' }, open)).status).toBe(200)
    await open.close()
  })

  it('need the token for strangers behind a proxy', async () => {
    const stranger = { 'x-forwarded-for': '203.0.113.7' }
    expect((await measure(stranger)).status).toBe(403)
    expect((await measure({ ...stranger, authorization: 'Bearer something else' })).status).toBe(403)
    expect(
      (await measure({ ...stranger, authorization: 'Bearer a token for whoever measures' })).status,
    ).toBe(200)
  })
})

it('a server that stops answers what was begun, then cuts the event streams', async () => {
  let answer = () => {}
  const server = createServer((request, response) => {
    if (request.url === '/api/events') response.write('event: hello\n\n')
    else answer = () => response.end('answered')
  }).listen(0, '127.0.0.1')
  const close = closerOf(server)
  await new Promise(resolve => server.once('listening', resolve))
  const address = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  const stream = (await fetch(`${address}/api/events`)).body!.getReader()
  await stream.read()

  const slow = fetch(`${address}/slow`).then(response => response.text())
  await new Promise(resolve => server.once('request', resolve))
  const closed = close()
  answer()
  expect(await slow).toBe('answered')
  await closed
  await expect(stream.read()).rejects.toThrow()
  await expect(fetch(address)).rejects.toThrow()
})
