import { expect, it } from 'vitest'
import { soakKills } from '../soak/kills.ts'
import { soakRestarts } from '../soak/restarts.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'

// Short ones; `npm run soak` makes them long.
const MS_MAX = 240_000

it('killed again and again under load, the server loses and doubles nothing it acknowledged', async () => {
  const { acknowledged, ...figures } = await soakKills(5)
  expect(figures).toEqual({ kills: 5, lost: 0, doubled: 0, replayedOtherwise: 0, troubles: [] })
  expect(acknowledged).toBeGreaterThan(0)
}, MS_MAX)

it.skipIf(findPostgres() === undefined)(
  'PostgreSQL restarted under three servers: none dies or grows deaf, and nothing acknowledged is lost',
  async () => {
    const postgres = await startPostgres(findPostgres()!, { isDurable: true })
    try {
      const { acknowledged, excused: _, ...figures } = await soakRestarts(postgres, 6)
      expect(figures).toEqual({ restarts: 6, lost: 0, doubled: 0, troubles: [], deaf: 0 })
      expect(acknowledged).toBeGreaterThan(0)
    }
    finally {
      await postgres.stop()
    }
  },
  MS_MAX,
)
