import type { TestCity } from '../../support/city.ts'
import { EventEmitter, once } from 'node:events'
import { startTasks } from '#server/tasks/schedule.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'

let city: TestCity
freshCity(opened => void (city = opened))

const EVERY_SECOND = '* * * * * *'
const figures = async () =>
  await city.as('admin').ask('figures.city', { areaId: '4201', from: '2026-11', to: '2026-11' })

it('a server that is stopped waits for no count of the city, and the next start counts', async () => {
  let isStopping = false
  const wait = startTasks({ ...city, isStopping: () => isStopping })
  isStopping = true
  await wait()
  expect((await figures()).asOf).toBeNull()
  await startTasks(city)()
  expect((await figures()).asOf).toBe(city.time.now)
})

it('no task begins once the server is stopping', async () => {
  const begun: string[] = []
  const run = async () => void begun.push('a task')
  const late = { when: EVERY_SECOND, run, isDueAtStart: true } as const
  await startTasks({ ...city, isStopping: () => true }, [['late', late]])()
  expect(begun).toEqual([])
})

it('a task that begins with the server and takes long does not begin again meanwhile', async () => {
  const begun: string[] = []
  const events = new EventEmitter()
  const slow = async () => {
    begun.push('slow')
    await once(events, 'done')
  }
  let ticks = 0
  const clock = async () => void (++ticks === 2 && events.emit('seen'))
  const seen = once(events, 'seen')
  const wait = startTasks(city, [
    ['slow', { when: EVERY_SECOND, run: slow, isDueAtStart: true }],
    ['clock', { when: EVERY_SECOND, run: clock }],
  ])
  await seen
  expect(begun).toEqual(['slow'])
  events.emit('done')
  await wait()
})
