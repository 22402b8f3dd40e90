import { queryHandlers } from '#server/handlers.ts'
import { answer } from '#server/sync/answer.ts'
import { streetOf } from '../server/features/reports/street.ts'
import { openTestCity } from '../support/city.ts'
import { median, promise } from './measure.ts'

// An unchanged list is answered 304 without running its query: counted by a database that counts, and timed
// beside the query.
const ROUNDS = 300
const REPORTS = 20 // A full screen of 我的上报.
const city = await openTestCity({ LIMITS_FACTOR: '1000000' })
const street = streetOf(city)
for (let i = 0; i < REPORTS; i++) await street.file('rider', { text: `第 ${i + 1} 件` })
let selects = 0
const read = new Proxy(city.database.read, { get: (target, name, self) => {
  if (name === 'select' || name === 'selectDistinct' || name === '$count') selects++
  return Reflect.get(target, name, self) as unknown
} })
const database = { ...city.database, read }
const actor = {
  accountId: city.as('rider').accountId,
  role: 'courier',
  areaId: '420103006003',
  posts: [],
} as const
const ask = (known?: string) =>
  answer(
    {
      database,
      changes: city.changes,
      settings: city.settings,
      rulings: city.rulings,
      handlers: queryHandlers,
      actor,
      session: 'a',
      now: city.time.now,
      known,
    },
    'reports.mine',
    {},
  )

const first = await ask()
if (first.status !== 'answered') throw new Error(`not answered but ${first.status}`)
const timed = async (known?: string) => {
  const began = performance.now()
  const { status } = await ask(known)
  if (status !== (known === undefined ? 'answered' : 'unchanged')) throw new Error(status)
  return performance.now() - began
}
const [fresh, unchanged]: [number[], number[]] = [[], []]
let asked = 0
for (let round = 0; round < ROUNDS; round++) {
  fresh.push(await timed())
  const before = selects
  unchanged.push(await timed(first.tag))
  asked += selects - before
}
promise('statements for an unchanged list', asked, asked === 0, '0')
console.log(
  `a list answered in ${(median(fresh) * 1000).toFixed(0)} µs,`,
  `found unchanged in ${(median(unchanged) * 1000).toFixed(0)} µs`,
)
await city.close()
