// @vitest-environment dom
import { deskAreas } from '#client/app/session/desk-areas.ts'
import { expect, it } from 'vitest'
import { me } from '../../../support/client/page.ts'

const post = (kind: 'staff' | 'admin' | 'captain', scope: string) =>
  ({ id: scope, kind, scope, scopeName: '', from: 0, until: null })

it('the areas of the desk are those of its posts; a phone from before there were posts has one', () => {
  expect(deskAreas(me('staff', { posts: [post('staff', '420103006'), post('captain', 'team')] })))
    .toEqual(['420103006'])
  expect(deskAreas(me('staff'))).toEqual(['420103006003'])
  expect(deskAreas(me('courier', { posts: [post('captain', 'team')] }))).toEqual([])
  expect(deskAreas(null)).toEqual([])
})
