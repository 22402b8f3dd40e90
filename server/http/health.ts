import type { City } from '#server/city.ts'
import type { Database } from '#server/database/database.ts'
import type { Settings } from '#server/settings/environment.ts'
import { statfs } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'

const DATABASE_WAIT_MS = 2000

/**
 * For process supervisors: `live` while the server answers at all, `ready` while it should get requests.
 */
export function buildHealth({ database, settings, isStopping }: City) {
  return new Hono()
    .get('/live', c => c.json({ status: 'live' }))
    .get('/ready', async (c) => {
      if (isStopping()) return c.json({ status: 'stopping' }, 503)
      if (!await answers(database)) return c.json({ status: 'database does not answer' }, 503)
      return (await hasRoom(settings))
        ? c.json({ status: 'ready' })
        : c.json({ status: 'disk is full' }, 503)
    })
}

async function answers(database: Pick<Database, 'run'>): Promise<boolean> {
  const late = new AbortController()
  const asked = database.run('select 1 as one').then(rows => rows.length === 1, () => false)
  const tired = wait(DATABASE_WAIT_MS, false, { signal: late.signal }).catch(() => false)
  return await Promise.race([asked, tired]).finally(() => late.abort())
}

/** True while DATA_DIR has room for what arrives: without it reads still work, and every photo is lost. */
async function hasRoom({ dataDir, diskFreeMin }: Pick<Settings, 'dataDir' | 'diskFreeMin'>) {
  const { bavail, bsize } = await statfs(dataDir)
  return bavail * bsize >= diskFreeMin
}
