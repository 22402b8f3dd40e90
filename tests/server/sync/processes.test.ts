import type { RunningServer } from '../../support/server.ts'
import process from 'node:process'
import { dialect } from '#server/database/dialect.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { barePhone, complaint } from '../../support/bare-phone.ts'
import { createDatabase } from '../../support/city.ts'
import { eventsIn, nextNudge } from '../../support/events.ts'
import { startServer } from '../../support/server.ts'

const running: RunningServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.remove()
})

async function start(env: Record<string, string> = {}) {
  const server = await startServer({ env })
  running.push(server)
  return server
}

/** The stream of whoever holds the cookie, once the server has said hello. */
async function listen(server: RunningServer, cookie: string) {
  const events = eventsIn(await fetch(`${server.url}/api/events`, { headers: { cookie } }))
  expect(await events.next()).toMatchObject({ value: { event: 'hello' } })
  return events
}

it(
  'a server that is stopped ends the streams that are open, and leaves',
  async () => {
    const server = await start(
      dialect === 'postgresql' ? { DATABASE_URL: await createDatabase(process.env.DATABASE_URL!) } : {},
    )
    const phone = await barePhone(server.url, '13800002501')
    const events = await listen(server, phone.cookie)
    const ended = expect(events.next()).rejects.toThrow() // Cut, so that the page comes again by itself.
    await server.stop()
    await ended
    await expect(fetch(server.url)).rejects.toThrow()
  },
)

describe.runIf(dialect === 'postgresql')('two servers of one city', () => {
  it(
    'tell each other\'s phones what was changed, once it can be read',
    async () => {
      const shared = {
        DATABASE_URL: await createDatabase(process.env.DATABASE_URL!),
        SECRET: 'a secret that both servers have been given',
      }
      const [one, other] = [await start(shared), await start(shared)]
      const phone = await barePhone(one.url, '13800002502')
      const stranger = await barePhone(one.url, '13800002503')
      const [here, there, elsewhere] = [
        await listen(one, phone.cookie),
        await listen(other, phone.cookie),
        await listen(other, stranger.cookie),
      ]

      expect(await phone.send(one.url, complaint('灯太暗'))).toMatchObject([{ status: 'accepted' }])
      expect(await nextNudge(there)).toEqual(['voices.mine'])
      expect(await phone.ask(other.url, 'voices.mine')).toMatchObject([{ text: '灯太暗' }])
      expect(await nextNudge(here)).toEqual(['voices.mine'])

      // The other way round, and nobody hears of what is another's: the stranger's first nudge is their own.
      await stranger.send(other.url, complaint('门打不开'))
      expect(await nextNudge(elsewhere)).toEqual(['voices.mine'])
      expect(await stranger.ask(one.url, 'voices.mine')).toMatchObject([{ text: '门打不开' }])
      for (const events of [here, there, elsewhere]) await events.return()
    },
  )
})
