import type { TestCity } from '../../../support/city.ts'
import type { StationName } from '../mall/counter.ts'
import { randomUUID } from 'node:crypto'
import { codeOfInvite } from '#server/features/doors/kiosks/pairing.ts'
import { STATIONS } from '../mall/counter.ts'

/** What a tablet sends that is no kiosk yet, from an address. */
export async function sendCode(
  city: TestCity,
  code: unknown,
  { address = '203.0.113.7', cookie }: { address?: string, cookie?: string } = {},
) {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': address }
  const response = await city.fetchAs(cookie)('/api/session/kiosk', {
    method: 'POST',
    headers,
    body: JSON.stringify({ code }),
  })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

/** The code that an organiser reads for a new tablet; the id of its invitation. */
export async function invite(city: TestCity, at: StationName = 'bridge', label = '前门平板') {
  const inviteId = randomUUID()
  const [reply] = await city
    .as('admin')
    .send({ name: 'stations.inviteKiosk', input: { inviteId, stationId: STATIONS[at].id, label } })
  if (reply!.status !== 'accepted') throw new Error(JSON.stringify(reply))
  return inviteId
}

/** A tablet at a station's door, paired by an organiser. */
export async function pairedTablet(city: TestCity, at: StationName = 'bridge', label?: string) {
  const { status, headers, body } = await sendCode(city, codeOfInvite(await invite(city, at, label)))
  if (status !== 200) throw new Error(JSON.stringify(body))
  const cookie = headers.get('set-cookie')!.split(';')[0]!
  return {
    accountId: body.me.accountId as string,
    doorKey: body.doorKey as string,
    cookie,
    ...city.holding(cookie),
  }
}
