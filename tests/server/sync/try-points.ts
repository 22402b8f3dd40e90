import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../support/city.ts'
import type { Send } from './try-cases.ts'
import { randomUUID } from 'node:crypto'
import { builtIn } from '#shared/rulings/rules.ts'

/** One of each key whose answers are cached. */
const rulingsToTry: CommandInput<'rulings.set'>[] = [
  { reason: '试行', key: 'limits', value: { ...builtIn.limits, hazard: { hours: 12 } } },
  { reason: '试行', key: 'points', value: { ...builtIn.points, hazard: 60 } },
  { reason: '试行', key: 'caps', value: { ...builtIn.caps, 'reports.lead': 500 } },
  { reason: '试行', key: 'templates', value: [] },
  { reason: '试行', key: 'volunteering', value: { pointsPerHour: 30 } },
]

/** What admins do about points, and what they rule. */
export async function tryPoints(city: TestCity, send: Send): Promise<void> {
  const { admin, admin2 } = city.ids
  for (const isApproved of [true, false]) {
    const correctionId = randomUUID()
    const phone = city.phoneOf('rider')
    await send(admin, 'points.correct', { correctionId, phone, amount: 500, words: '补登' })
    await send(admin2, 'points.approveCorrection', { correctionId, isApproved, words: '核对过' })
  }
  await send(admin, 'points.setCap', { cap: 'reports.lead', max: 77 })
  // Of rulings of the same instant none is the later.
  city.time.now += 1000
  for (const ruling of rulingsToTry) await send(admin, 'rulings.set', ruling)
  await send('system', 'points.raiseAlarm', { invariants: ['balances'] })
}
