import type { PostKind } from '#shared/identity/posts.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { patrolNotes } from '#server/features/volunteering/tables.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, PLACE, STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { givePost } from '../../../support/posts.ts'
import { streetOf } from '../reports/street.ts'

let city: TestCity
freshCity(given => void (city = given))

const give = async (name: PersonName, kind: PostKind, scope: string) =>
  await givePost(city.database, { accountId: city.ids[name], kind, scope })
const note = (more: object = {}) => ({
  noteId: randomUUID(),
  areaId: COMMUNITY,
  finding: 'fine',
  words: '',
  madeAt: city.time.now,
  ...more,
}) as const
const beatsOf = async (name: PersonName) => await city.as(name).ask('beats.mine', {})
const rows = async () => await city.database.read.select().from(patrolNotes)

it('is noted in the area of one\'s post or inside it, and nowhere else', async () => {
  await give('rider', 'laneAdviser', STREET)
  await city.as('rider').done('beats.note', note())
  await city.as('rider').done('beats.note', note({ areaId: STREET, finding: 'watch', words: '路灯暗' }))
  for (const areaId of [ELSEWHERE, '4201', '420103', `${STREET}999`])
    expect(await city.as('rider').refused('beats.note', note({ areaId }))).toEqual({ code: 'beats.notYours' })
  expect(await city.as('rider2').refused('beats.note', note())).toEqual({ code: 'command.notForYourRole' })
  expect(await city.as('rider').sendOne('beats.note', note({ finding: 'watch' })))
    .toMatchObject({ status: 'malformed' })
  const [beat] = await beatsOf('rider')
  expect(beat).toMatchObject({ kind: 'laneAdviser', areaId: STREET, patrolsThisMonth: 2 })
  expect(beat!.notes.map(({ finding, words }) => [finding, words]))
    .toEqual(expect.arrayContaining([['fine', ''], ['watch', '路灯暗']]))
})

it('counts once, at the time when it was made, by the server\'s clock', async () => {
  await give('rider', 'guard', COMMUNITY)
  const command = note()
  const again = () => city.as('rider').sendOne('beats.note', command)
  const replies = await Promise.all(Array.from({ length: 5 }, again))
  expect(replies.filter(({ status }) => status === 'accepted')).toHaveLength(1)
  const made = city.time.now
  city.time.now += 3 * 3_600_000
  await city.as('rider').later(3 * 3_600_000, 'beats.note', note({ madeAt: made }))
  // A phone whose clock is a day ahead.
  const wrong = city.time.now + 86_400_000
  await city.as('rider').send({ name: 'beats.note', input: note({ madeAt: wrong }) })
  expect((await rows()).map(({ at }) => at).toSorted()).toEqual([made, made, city.time.now])
})

it('a place is stored only where it is exact and in the beat\'s district', async () => {
  await give('rider', 'stairHead', COMMUNITY)
  const places = [
    PLACE,
    { ...PLACE, accuracy: 5_000 },
    { latitude: 39.9, longitude: 116.4 },
    { latitude: 30.55, longitude: 114.22 },
  ]
  for (const place of places) {
    city.time.now += 1000
    await city.as('rider').done('beats.note', note({ place }))
  }
  const stored = (await rows()).toSorted((a, b) => a.at - b.at).map(({ latitude }) => latitude)
  expect(stored).toEqual([PLACE.latitude, null, null, null])
})

it('a post shows what was noted inside its area, by name, and nothing from elsewhere', async () => {
  await give('rider', 'laneAdviser', STREET)
  await give('rider2', 'guard', COMMUNITY)
  await give('rider3', 'guard', ELSEWHERE)
  await city.as('rider2').done('beats.note', note({ finding: 'watch', words: '积水' }))
  const { name } = await city.as('rider2').ask('identity.me', {})
  const seen = { patrolsThisMonth: 0, notes: [{ words: '积水', by: name }] }
  expect((await beatsOf('rider'))[0]).toMatchObject(seen)
  expect((await beatsOf('rider3'))[0]).toMatchObject({ notes: [] })
})

it('staff read what was noted in their areas, by pages, and nothing of elsewhere', async () => {
  await give('rider', 'guard', COMMUNITY)
  await give('rider2', 'guard', ELSEWHERE)
  const { name } = await city.as('rider').ask('identity.me', {})
  await city.as('rider2').done('beats.note', note({ areaId: ELSEWHERE, finding: 'watch', words: '别处' }))
  for (let i = 1; i <= 22; i++) {
    city.time.now += 1000
    await city.as('rider').done('beats.note', note({ finding: 'watch', words: `第 ${i} 次`, place: PLACE }))
  }
  const first = await city.as('staff').ask('beats.patrols', {})
  expect([first.notes.length, first.hasMore]).toEqual([20, true])
  expect(first.notes[0]).toMatchObject({ words: '第 22 次', by: name, place: PLACE, finding: 'watch' })
  expect(first.notes[0]!.areaName).not.toBe('')
  const rest = await city.as('staff').ask('beats.patrols', { before: first.notes.at(-1)!.at })
  expect([rest.notes.map(({ words }) => words), rest.hasMore]).toEqual([['第 2 次', '第 1 次'], false])
  expect((await city.as('staffElsewhere').ask('beats.patrols', {})).notes.map(({ words }) => words))
    .toEqual(['别处'])
  expect((await city.as('admin').ask('beats.patrols', { until: 0 })).notes).toHaveLength(23)
  await expect(city.as('rider').ask('beats.patrols', {})).rejects.toThrow('403')
})

it('notes are exported, and go with the account', async () => {
  await give('rider', 'guard', COMMUNITY)
  await city.as('rider').done('beats.note', note({ finding: 'watch', words: '积水' }))
  expect(await city.as('rider').ask('identity.export', {})).toMatchObject({ patrols: [{ words: '积水' }] })
  await city.as('rider').done('identity.deleteMe', { confirm: true })
  expect(await rows()).toEqual([])
})

it('shows the open public reports there, without words before staff have accepted them', async () => {
  await give('rider2', 'laneAdviser', STREET)
  await give('rider3', 'guard', ELSEWHERE)
  const street = streetOf(city)
  const here = { areaId: COMMUNITY, place: PLACE, text: '井盖松动' }
  const [hazard, other, secret] = [
    await street.file('rider', { ...here, kind: 'hazard' }),
    await street.file('rider', { ...here, kind: 'other' }),
    await street.file('rider', { ...here, kind: 'security' }),
  ]
  await city.as('staff').done('reports.move', { reportId: hazard, to: 'accepted' })
  const seen = await city.as('rider2').ask('reports.inBeats', {})
  expect(Object.fromEntries(seen.map(({ id, text, place }) => [id, [text, place !== null]])))
    .toEqual({ [hazard]: ['井盖松动', true], [other]: ['', false] })
  expect(JSON.stringify(seen)).not.toContain(secret)
  expect(await city.as('rider3').ask('reports.inBeats', {})).toEqual([])
  await city.as('staff').done('reports.move', { reportId: other, to: 'declined', words: '看不清' })
  expect(await city.as('rider2').ask('reports.inBeats', {})).toHaveLength(1)
})
