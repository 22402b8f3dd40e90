import type { QueryContext } from '#server/sync/context.ts'
import { stationsKeptBy } from '#server/core/stations/index.ts'

/** The stations that somebody keeps, and whom people call there, for `identity.export`. */
export const exportKept = async ({ read, actor: { accountId } }: QueryContext): Promise<unknown> =>
  (await stationsKeptBy(read, accountId)).map(({ id, name, phone }) => ({ id, name, phone }))
