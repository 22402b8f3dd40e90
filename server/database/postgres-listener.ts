import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

const AGAIN_MS = 250
const KEEP_ALIVE_MS = 10_000

/**
 * Listens to a channel on a connection of its own, and opens it again whenever it is lost. `onGap` is called
 * when it listens again: messages of the time between are gone. Returns how to stop.
 */
export async function listenTo(
  url: string,
  channel: string,
  hear: (message: string) => void,
  onGap: () => void,
): Promise<() => Promise<void>> {
  const state = { isStopped: false }
  let current = await open()

  async function open() {
    const client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    })
    client.on('error', () => {}) // 'end' follows.
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    await client.connect()
    await client.query(`listen ${channel}`)
    client.once('end', () => void openAgain())
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
