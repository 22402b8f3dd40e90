import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { features } from '#server/handlers.ts'
import { expect, it } from 'vitest'

const server = join(import.meta.dirname, '../../../server')
const rooms = readdirSync(join(server, 'features'), { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)

it.each(rooms)('the feature %s says all that a feature has to say of itself', async (room) => {
  const face = await import(join(server, 'features', room, 'index.ts')) as Record<string, object>
  expect(Object.keys(face)).toEqual([`${room}Feature`])
  const feature = face[`${room}Feature`]!
  // Few have any of these.
  const said = Object.keys(feature).filter(name => !['feeds', 'links', 'bearer', 'promises'].includes(name))
  expect(said).toEqual(['commands', 'queries', 'tasks', 'photos', 'personal'])
  expect(feature).toMatchObject({ personal: { export: expect.any(Object) } })
  expect(Object.keys((feature as { personal: object }).personal)).toEqual(
    expect.arrayContaining(['export', 'erase']),
  )
  expect(features).toContain(feature)
})

it('no two features export a person\'s data under one name, or run a task under one', () => {
  const parts = features.flatMap(({ personal }) => Object.keys(personal.export))
  const tasks = features.flatMap(feature => Object.keys(feature.tasks))
  expect(new Set(parts).size).toBe(parts.length)
  expect(new Set(tasks).size).toBe(tasks.length)
})
