import type { Actor } from '#server/sync/context.ts'
import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { TestCity } from '../../support/city.ts'
import { createHash } from 'node:crypto'
import { caseBearer } from '#server/features/reports/cases/links.ts'
import { byLink, secretFor } from '../../support/case-link.ts'
import { STREET, UNITS } from '../../support/city.ts'
import { scene } from '../../support/photos.ts'
import { streetOf } from '../features/reports/street.ts'

/** Sends a command that must be accepted, by somebody: what every part of the script is given. */
export type Send =
  <Name extends CommandName>(by: string, name: Name, input: CommandInput<Name>) => Promise<unknown>

/** Whoever has no account: the clock, a partner, or `case` and a report's id for whoever has its link. */
export async function actorWithoutAccount(city: TestCity, by: string): Promise<Actor | undefined> {
  if (by === 'system' || by === 'partner') return { accountId: by, role: by, areaId: STREET, posts: [] }
  if (!by.startsWith('case ')) return undefined
  const found = await caseBearer(
    { database: city.database, clock: () => city.time.now },
    await secretFor(city, by.slice('case '.length)),
  )
  if (!found || 'over' in found) throw new Error(`no good link: ${JSON.stringify(found)}`)
  return found
}

/** A unit that never signs in: its links, and what is done by them. */
export async function tryCases(city: TestCity, send: Send): Promise<void> {
  const { admin, staff } = city.ids
  const link = { unitId: UNITS.power, linkPhone: '13800000555', reason: '不登录' }
  await send(admin, 'people.linkUnit', { ...link, worksByLink: true })
  const reportId = await streetOf(city).file('rider')
  const bearer = `case ${reportId}`
  const seen = async () => (await city.as('staff').ask('reports.one', { reportId })).lastStep!
  const linkId = async () => (await city.as('staff').ask('cases.ofReport', { reportId })).link!.id
  const assign = { reportId, to: 'assigned', unitId: UNITS.power } as const
  await send(staff, 'reports.move', { reportId, to: 'accepted' })
  await send(staff, 'reports.move', assign)
  await send(staff, 'cases.renew', { reportId, linkId: await linkId() })
  await send(staff, 'cases.revoke', { reportId, linkId: await linkId() })
  await send(staff, 'cases.renew', { reportId, linkId: null })
  await send(bearer, 'cases.open', {})
  await send(bearer, 'cases.accept', { seen: await seen() })
  await send(bearer, 'cases.handBack', { seen: await seen(), words: '不归我们' })
  await send(staff, 'reports.move', assign)
  const bytes = await scene()
  const photo = createHash('sha256').update(bytes).digest('hex')
  await byLink(city, await secretFor(city, reportId))
    .fetch(`/api/photos/${photo}`, { method: 'PUT', body: new Uint8Array(bytes) })
  const line = { number: String((await city.as('staff').ask('reports.one', { reportId })).number), date: '' }
  const rows = [{ ...line, answer: '处理中', words: '' }]
  await send(staff, 'exchange.answer', { unitId: UNITS.power, rows, dryRun: false })
  await send(bearer, 'cases.resolve', { seen: await seen(), words: '已修好', photos: [photo] })
  await send(admin, 'people.linkUnit', { ...link, worksByLink: false, linkPhone: null })
}
