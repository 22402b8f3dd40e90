import { verifying } from '#client/features/points/verifying.ts'
import { builtInPoints } from '#shared/points/rules.ts'
import { expect, it } from 'vitest'

const waiting = (name: string, reportId: string, kind?: string) => ({ name, input: { reportId, kind } })

it('points being verified come from reports nobody has looked at and from those still on the phone', () => {
  const reports = [
    { id: 'hole', kind: 'hazard', state: 'filed', mine: true },
    { id: 'done', kind: 'security', state: 'accepted', mine: true },
    { id: 'followed', kind: 'hazard', state: 'filed', mine: false },
  ] as const
  expect(verifying(reports, [waiting('reports.file', 'bin', 'environment')], builtInPoints)).toEqual({
    count: 2,
    points: 70,
  })
})

it('a report that has arrived while its answer was lost counts once', () => {
  const arrived = [{ id: 'hole', kind: 'hazard', state: 'filed', mine: true }] as const
  expect(verifying(arrived, [waiting('reports.file', 'hole', 'hazard')], builtInPoints))
    .toEqual({ count: 1, points: 50 })
})

it('the server\'s promise counts, not what was ruled since', () => {
  const promised = [{ id: 'hole', kind: 'hazard', state: 'filed', mine: true, award: 80 }] as const
  expect(verifying(promised, [], builtInPoints)).toEqual({ count: 1, points: 80 })
})

it('a report being withdrawn no longer counts, one whose kind is changed counts as the new kind', () => {
  const reports = [
    { id: 'hole', kind: 'hazard', state: 'filed', mine: true },
    { id: 'bin', kind: 'other', state: 'filed', mine: true },
  ] as const
  expect(
    verifying(
      reports,
      [waiting('reports.withdraw', 'hole'), waiting('reports.amend', 'bin', 'environment')],
      builtInPoints,
    ),
  ).toEqual({ count: 1, points: 20 })
})
