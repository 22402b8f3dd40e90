import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

const AGAIN_MS = 250
/**
 * How often the connection is checked: a vanished host says nothing, and a connection that doesn't answer is
 * replaced.
 */
const ASKED_EVERY_MS = 20_000
const CONNECT_MS_MAX = 5000

/**
 * Listens to a channel on a connection of its own, and opens it again whenever it is lost. `onGap` is called
 * when it listens again: messages of the time between are gone. Returns how to stop.
 */
export async function listenTo(
  url: string,
  channel: string,
  hear: (message: string) => void,
  onGap: () => void,
  askedEveryMs = ASKED_EVERY_MS,
): Promise<() => Promise<void>> {
  const state = { isStopped: false }
  let current = await open()

  async function open() {
    const client = new pg.Client({
      connectionTimeoutMillis: CONNECT_MS_MAX,
      query_timeout: askedEveryMs / 2,
      connectionString: url,
    })
    client.on('error', () => {}) // 'end' follows.
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    await client.connect()
    await client.query(`listen ${channel}`)
    const asking = setInterval(() => void client.query('select 1').catch(() => client.end()), askedEveryMs)
    client.once('end', () => {
      clearInterval(asking)
      void openAgain()
    })
    return client
  }

  async function openAgain() {
    while (!state.isStopped) {
      await wait(AGAIN_MS)
      const opened = await open().catch(() => undefined)
      if (opened === undefined) continue
      current = opened
      if (state.isStopped) await current.end()
      else onGap()
      return
    }
  }

  return async () => {
    state.isStopped = true
    await current.end()
  }
}
