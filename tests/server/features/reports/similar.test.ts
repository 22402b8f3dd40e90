import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET } from '../../../support/city.ts'
import { scene, squares } from '../../../support/photos.ts'
import { plansOf, scansIn } from '../../../support/plans.ts'
import { givePost } from '../../../support/posts.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

/** Files a report in the community with this picture. */
const file = async (by: PersonName, bytes: Buffer, changes: object = {}) =>
  await street.file(by, { areaId: COMMUNITY, photos: [await street.photo(by, bytes)], ...changes })
/** The picture as another phone saves it. */
const savedAgain = async (bytes: Buffer) =>
  await sharp(bytes).resize(170, 150, { fit: 'fill' }).jpeg({ quality: 60 }).toBuffer()
const similarTo = async (reportId: string, by: PersonName = 'staff') =>
  (await city.as(by).ask('desk.similar', { reportId })).map(({ id, isSamePhoto }) => [id, isSamePhoto])

it('staff see the district’s reports whose photos look like this one’s, the most alike first', async () => {
  const greys = squares()
  const picture = await scene(greys)
  greys[0] = 2 * greys[1]! - greys[0]! // One step falls that rose, or rises that fell.
  const first = await file('rider', picture)
  const alike = await file('rider2', await savedAgain(await scene(greys)))
  await file('rider3', await scene()) // Looks like none.
  const same = await file('rider2', picture, { kind: 'other' })
  expect(await similarTo(same)).toEqual([[first, true], [alike, false]])
  expect((await similarTo(alike)).map(([id]) => id).toSorted()).toEqual([first, same].toSorted())
  await city.as('rider').done('reports.withdraw', { reportId: first })
  expect((await similarTo(same)).map(([id]) => id)).toEqual([alike])
})

it('what is older than ninety days, of another district, or not theirs to read is left out', async () => {
  const picture = await scene()
  const first = await file('rider', picture)
  const elsewhere = await file('rider2', picture, { areaId: ELSEWHERE })
  const lead = await file('rider3', picture, { kind: 'security', areaId: `${STREET.slice(0, 6)}007` })
  const asked = await file('resident', picture)
  expect((await similarTo(asked)).map(([id]) => id)).toEqual([first])
  // Whoever works for the district reads the lead too.
  await givePost(city.database, { accountId: city.ids.staff2, kind: 'staff', scope: STREET.slice(0, 6) })
  expect((await similarTo(asked, 'staff2')).map(([id]) => id).toSorted()).toEqual([first, lead].toSorted())
  expect((await similarTo(elsewhere, 'staffElsewhere'))).toEqual([])
  await city.database.run(`update reports set filed_at = filed_at - ${91 * DAY_MS} where id = '${first}'`)
  expect(await similarTo(asked)).toEqual([])
})

it('those who don’t work for its area don’t learn that it exists, and no table is read whole', async () => {
  const reportId = await file('rider', await scene())
  for (const by of ['staffElsewhere', 'admin'] as const) {
    const input = encodeURIComponent(JSON.stringify({ reportId }))
    const { status } = await city.as(by).fetch(`/api/queries/desk.similar?input=${input}`)
    expect(status).toBe(by === 'admin' ? 200 : 404)
  }
  if (city.settings.databaseUrl.startsWith('postgres')) return
  const plans = await plansOf(city.database, async () => void await similarTo(reportId))
  expect(scansIn(plans)).toEqual([])
})
