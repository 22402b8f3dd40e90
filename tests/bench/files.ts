import autocannon from 'autocannon'
import { interleave, promise, startBeside } from './measure.ts'

// The app's largest script out of memory, beside a bare Hono handler that returns the same bytes.
const CONNECTIONS = 32
const SECONDS = 3
const ROUNDS = 3

const ours = await startBeside('files-server', 'ours')
const bare = await startBeside('files-server', 'bare')

async function get(url: string): Promise<number> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { 'accept-encoding': 'br' },
  })
  if (result.errors + result.non2xx > 0)
    throw new Error(`not all were answered: ${result.errors} errors, ${result.non2xx} refused`)
  return result.requests.average
}

const rates = await interleave(ROUNDS, { ours: () => get(ours.url), bare: () => get(bare.url) })
console.log(
  'files a second:',
  Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, Math.round(rate)])),
)
promise(
  'files from memory, of a bare handler',
  rates.ours / rates.bare,
  rates.ours / rates.bare >= 0.6,
  '≥ 0.6',
)
await Promise.all([ours.stop(), bare.stop()])
