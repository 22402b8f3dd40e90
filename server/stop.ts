import type { Server, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'

const PATIENCE_MS = 10_000
const LOOK_MS = 20
const EXIT_IMPATIENT = 1

export interface Stop {
  readonly isStopping: () => boolean
  /** Adds a part to close at the end; what was opened last is closed first. */
  readonly onStop: (name: string, close: () => Promise<void>) => void
  /** Nothing more is closed before this work is over, even if it went on when its own part was closed. */
  readonly holdStop: (work: Promise<unknown>) => void
  /** Closes everything, once; resolves when all of it is closed. */
  readonly stop: () => Promise<void>
}

/** Closes everything in order on SIGTERM or SIGINT; a second signal ends the process at once. */
export function openStop(log: Logger): Stop {
  const closers: { name: string, close: () => Promise<void> }[] = []
  const held = new Set<Promise<unknown>>()
  let stopped: Promise<void> | undefined

  async function closeAll() {
    for (const { name, close } of closers.reverse()) {
      await close().catch((error: unknown) => log.error({ err: error, part: name }, 'could not be closed'))
      await Promise.allSettled(held)
    }
  }
  const stop = () => stopped ??= closeAll()

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopped) process.exit(EXIT_IMPATIENT)
      log.info({ signal }, 'stopping')
      void stop().then(() => process.exit())
    })
  }
  return {
    isStopping: () => stopped !== undefined,
    onStop: (name, close) => void closers.push({ name, close }),
    holdStop: (work) => {
      held.add(work)
      const isOver = () => held.delete(work)
      void work.then(isOver, isOver)
    },
    stop,
  }
}

/**
 * Follows a server's requests from the start and returns how to close it: it takes no new ones, answers those
 * that have begun, then cuts event streams (which never end by themselves) and idle connections.
 */
export function closerOf(server: Server): () => Promise<void> {
  const begun = new Set<ServerResponse>()
  server.on('request', (request, response: ServerResponse) => {
    if (request.url?.startsWith('/api/events')) return
    begun.add(response)
    response.once('close', () => begun.delete(response))
  })
  return async () => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    const giveUpAt = Date.now() + PATIENCE_MS
    while (begun.size > 0 && Date.now() < giveUpAt) await wait(LOOK_MS)
    server.closeAllConnections()
    await closed
  }
}
