import type { QueryName } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Things } from '../../sync/permissions/things.ts'

import { accounts } from '#server/core/identity/index.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { queries } from '#shared/queries.ts'
import { eq } from 'drizzle-orm'
import { expect, it, vi } from 'vitest'
import { COMMUNITY, UNITS } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { queryTable } from '../../sync/permissions/table.ts'
import { streetOf } from '../reports/street.ts'
import { voicesIn, wish } from './said.ts'

let city: TestCity
let said: ReturnType<typeof voicesIn>
freshCity((fresh) => {
  city = fresh
  said = voicesIn(fresh)
})

/** What would tell who somebody is, or let it be worked out. */
const NAME = '余不言'
const others: readonly PersonName[] = [
  'rider2',
  'resident',
  'keeper',
  'staff',
  'staffElsewhere',
  'unit',
  'unit2',
  'admin',
]

/** All that everybody but its maker is answered by every query. */
async function allAnswers(voiceId: string): Promise<[string, string][]> {
  const things = { voiceId, areaId: COMMUNITY } as Things
  const answers: [string, string][] = []
  const names = (Object.keys(queries) as QueryName[]).filter(name => name !== 'areas.tree')
  for (const by of [...others, undefined]) {
    const fetch = by === undefined ? city.fetchAs(undefined) : city.as(by).fetch
    for (const name of names) {
      const inputs = [queryTable[name].input(things), ...name === 'voices.near'
        ? [{ view: 'over', areaId: null }, { view: 'supported', areaId: null }]
        : name === 'voices.desk' ? [{ view: 'todo' }, { view: 'over' }] : []]
      for (const input of inputs) {
        const url = `/api/queries/${name}?input=${encodeURIComponent(JSON.stringify(input))}`
        const answered = await fetch(url)
        const text = answered.status === 200 ? await answered.text() : ''
        answers.push([`${name} for ${by ?? 'a visitor'}`, text])
      }
    }
  }
  return answers
}

it('whose an anonymous voice is no query tells anybody but the staff of its area', async () => {
  const { rider } = city.ids
  await city.database.transact(tx => tx.update(accounts).set({ name: NAME }).where(eq(accounts.id, rider)))
  const written = city.time.now - 5_400_000
  const street = streetOf(city)
  const hash = await street.photo('rider')
  const id = crypto.randomUUID()
  const input = wish({ voiceId: id, text: '想换一家公司', isAnonymous: true, photos: [hash] })
  await city.as('rider').later(5_400_000, 'voices.post', input)
  await said.support('rider2', id)
  const other = await said.post('resident')
  await said.support('rider', other)
  await said.merge(id, await said.post('keeper'))
  await city.as('staff').done('voices.unmerge', await said.seen(id))
  await said.promise(id, UNITS.roads, dayOf(city.time.now + 5 * 86_400_000))
  await said.answer(id, 'done', 'unit')
  for (const by of ['rider', 'rider2'] as const)
    await city.as(by).done('voices.judge', { voiceId: id, isDone: false, words: '还没有' })
  await said.answer(id, 'declined')
  await city.as('rider').done('voices.appeal', { voiceId: id, words: '再想想办法' })

  // Staff of its area may look, by one query, and it is noted that they did.
  const tells = (text: string) => [NAME, rider, `${written}`].filter(sign => text.includes(sign))
  const allowed = ['voices.author for staff', 'voices.author for admin']
  const told = (await allAnswers(id)).filter(([, text]) => tells(text).length > 0)
  const isOwnBusiness = ([what]: [string, string]) => /^(?:people|desk\.colleagues|teams)/.test(what)
  expect(told.filter(each => !isOwnBusiness(each)).map(([what]) => what).sort()).toEqual(allowed.sort())
  expect(await city.as('staff').ask('voices.author', { voiceId: id }))
    .toEqual({ name: NAME, phone: '138****0001' })
  const looks = await city.database.run('select act, ref from audit where act = \'voices.author\'')
  expect(looks.at(-1)).toMatchObject({ ref: id })

  // The form that was overtaken by what its maker did is told of a change, and not whose.
  const stale = { voiceId: id, seen: 1, outcome: 'answered', words: '好' } as const
  const refusal = await city.as('staff').refused('voices.answer', stale)
  expect(tells(JSON.stringify(refusal))).toEqual([])
})

it('others see the day of an anonymous voice and not its time', async () => {
  const id = await said.post('rider', { isAnonymous: true })
  const today = startOfDay(dayOf(city.time.now))
  expect(await said.one(id, 'rider2')).toMatchObject({ at: today, rank: today, authorName: null })
  expect(await said.one(id, 'rider')).toMatchObject({ at: city.time.now, isMine: true, authorName: null })
})

it('what others do with an anonymous voice reaches nobody\'s stream but its maker\'s by name', async () => {
  const publish = vi.spyOn(city.changes, 'publish')
  await said.post('rider', { isAnonymous: true })
  const heard = publish.mock.calls.flatMap(([nudges]) => [...nudges])
  expect(new Set(heard.map(({ to }) => to))).toEqual(new Set(['*', city.ids.rider]))
})
