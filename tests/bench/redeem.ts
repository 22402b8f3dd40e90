import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { uuidv7 } from 'uuidv7'
import { interleave, promise, startBeside } from './measure.ts'
import { fillCity } from './redeem-city.ts'

// How many redemptions and awards go through the real door for good, beside the same rows
// written to the same tables in raw SQL: what the doors add to what the ledger itself costs.
const CONNECTIONS = 32
const WARM_S = 4 // Until the engine has compiled what is hot.
const SECONDS = 4
const ROUNDS = 3

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const city = await fillCity(join(folder, 'ours'), CONNECTIONS)
const startCeiling = async (kind: string) => {
  copyFileSync(join(folder, 'ours', 'little-bee.sqlite'), join(folder, `${kind}.sqlite`))
  return await startBeside('redeem-ceiling-server', join(folder, `${kind}.sqlite`), kind)
}
const ceilings = { redeem: await startCeiling('redeem'), award: await startCeiling('award') }
const ours = await startBeside('our-server', join(folder, 'ours'))

const command = (name: string, input: object) =>
  JSON.stringify({ sentAt: Date.now(), commands: [{ id: uuidv7(), name, input, madeAt: Date.now() }] })
let turn = 0
const redeem = () => ({
  cookie: city.cookies[turn++ % CONNECTIONS]!,
  body: command('mall.redeem', {
    orderId: uuidv7(),
    itemId: city.itemId,
    stationId: city.stationId,
    count: 1,
    price: 1,
  }),
})
const award = (reportId = city.reportIds[turn++ % city.reportIds.length]) => ({
  cookie: city.staff,
  body: command('reports.move', { reportId, to: 'accepted' }),
})
/** Each report can be accepted once. */
const awardNext = () => award(city.reportIds.pop())

/** Accepted commands a second. */
async function run(
  url: string,
  make: () => { cookie: string, body: string },
  duration = SECONDS,
): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-little-bee': '1' }
  const result = await autocannon({
    url: `${url}/api/commands`,
    connections: CONNECTIONS,
    duration,
    method: 'POST',
    requests: [{ setupRequest: (request) => {
      const { cookie, body } = make()
      return { ...request, headers: { ...headers, cookie }, body }
    } }],
    verifyBody: body => body?.includes('"accepted"') ?? false,
  })
  if (result.errors + result.mismatches + result.non2xx > 0) {
    const { errors, mismatches, non2xx } = result
    throw new Error(`not all were accepted: ${JSON.stringify({ errors, mismatches, non2xx })}`)
  }
  return result.requests.average
}

const contestants = {
  redemptions: (seconds?: number) => run(ours.url, redeem, seconds),
  redemptionsRaw: (seconds?: number) => run(ceilings.redeem.url, redeem, seconds),
  awards: (seconds?: number) => run(ours.url, awardNext, seconds),
  awardsRaw: (seconds?: number) => run(ceilings.award.url, () => award(), seconds),
}
for (const warm of Object.values(contestants)) await warm(WARM_S)
const rates = await interleave(
  ROUNDS,
  Object.fromEntries(Object.entries(contestants).map(([name, go]) => [name, () => go()])) as Record<
    keyof typeof contestants,
    () => Promise<number>
  >,
)
console.log(
  'a second, 32 connections:',
  Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Math.round(rate)])),
)
promise(
  'redemptions, of the ceiling',
  rates.redemptions / rates.redemptionsRaw,
  rates.redemptions / rates.redemptionsRaw >= 0.4,
  '≥ 0.4',
)
promise(
  'awards, of the ceiling',
  rates.awards / rates.awardsRaw,
  rates.awards / rates.awardsRaw >= 0.5,
  '≥ 0.5',
)
await Promise.all([ours.stop(), ...Object.values(ceilings).map(ceiling => ceiling.stop())])
rmSync(folder, { recursive: true, force: true })
