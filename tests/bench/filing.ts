import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drawScene } from '#server/sample/scenes.ts'
import autocannon from 'autocannon'
import { uuidv7 } from 'uuidv7'
import { interleave, promise, startBeside } from './measure.ts'

// How fast reports are filed for good through the real door, beside what Hono and SQLite could do at most
// and beside the same server when each command commits by itself. 32 connections, ratios in one run.
const CONNECTIONS = 32
// As many that none files more than a busy person in a day: what an account has done is counted each time.
const PEOPLE = 1024
const WARM_S = 6 // Until the engine has compiled what is hot.
const SECONDS = 2
const ROUNDS = 7 // Many and short, so that whatever else the machine does falls on all alike.

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const photo = await drawScene('pothole', false, 1)
const hash = createHash('sha256').update(photo).digest('hex')

const ours = await startBeside('our-server', join(folder, 'ours'))
const ungrouped = await startBeside('our-server', join(folder, 'ungrouped'), '1')
const ceiling = await startBeside('ceiling-server', join(folder, 'ceiling.sqlite'), String(PEOPLE))

/** Somebody's cookie; each has a number and an address of their own, and has sent the photo. */
async function signIn(url: string, at: number): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'x-little-bee': '1',
    'x-forwarded-for': `10.0.${at >> 8}.${at & 255}`,
  }
  const phone = `1380000${String(at).padStart(4, '0')}`
  const { demoCode } = (await (
    await fetch(`${url}/api/session/code`, { method: 'POST', headers, body: JSON.stringify({ phone }) })
  ).json()) as { demoCode: string }
  const signedIn = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ phone, code: demoCode }),
  })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const stored = await fetch(`${url}/api/photos/${hash}`, {
    method: 'PUT',
    headers: { ...headers, cookie, 'content-type': 'image/jpeg' },
    body: new Uint8Array(photo),
  })
  if (!stored.ok) throw new Error(`the photo was not stored: ${stored.status}`)
  return cookie
}

function reportBody(): string {
  const at = Date.now()
  const input = {
    reportId: uuidv7(),
    kind: 'hazard',
    text: '非机动车道有个大坑',
    place: { latitude: 30.5795, longitude: 114.2745 },
    areaId: '420103006003',
    photos: [hash],
    seenAt: at,
  }
  return JSON.stringify({ sentAt: at, commands: [{ id: uuidv7(), name: 'reports.file', input, madeAt: at }] })
}

let turn = 0
/** Accepted reports a second. */
async function file(url: string, cookies: readonly string[], duration = SECONDS): Promise<number> {
  const result = await autocannon({
    url: `${url}/api/commands`,
    connections: CONNECTIONS,
    duration,
    method: 'POST',
    requests: [{
      setupRequest: request => ({
        ...request,
        headers: {
          'content-type': 'application/json',
          'x-little-bee': '1',
          'cookie': cookies[turn++ % cookies.length] ?? '',
        },
        body: reportBody(),
      }),
    }],
    verifyBody: body => body?.includes('"accepted"') ?? false,
  })
  if (result.errors + result.mismatches + result.non2xx > 0) {
    const { errors, mismatches, non2xx } = result
    throw new Error(`not all were accepted: ${JSON.stringify({ errors, mismatches, non2xx })}`)
  }
  return result.requests.average
}

async function signInAll(url: string): Promise<string[]> {
  const cookies: string[] = []
  for (let at = 0; at < PEOPLE; at++) cookies.push(await signIn(url, at))
  return cookies
}

const [people, ungroupedPeople] = [await signInAll(ours.url), await signInAll(ungrouped.url)]
for (const [url, who] of [
  [ours.url, people],
  [ungrouped.url, ungroupedPeople],
  [ceiling.url, []],
] as const)
  await file(url, who, WARM_S)
const rates = await interleave(ROUNDS, {
  ours: () => file(ours.url, people),
  ungrouped: () => file(ungrouped.url, ungroupedPeople),
  ceiling: () => file(ceiling.url, []),
})
console.log(
  'reports filed a second, 32 connections:',
  Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Math.round(rate)])),
)
promise('filing, of the ceiling', rates.ours / rates.ceiling, rates.ours / rates.ceiling >= 0.5, '≥ 0.5')
promise(
  'filing, of the same without grouping',
  rates.ours / rates.ungrouped,
  rates.ours / rates.ungrouped >= 2,
  '≥ 2',
)
await Promise.all([ours.stop(), ungrouped.stop(), ceiling.stop()])
rmSync(folder, { recursive: true, force: true })
