import type { QueryContext } from '#server/sync/context.ts'
import { stationsKeptBy } from '#server/core/stations/index.ts'

/** The stations that somebody keeps, and whom people call there, for `identity.export`. */
export const exportKept = async ({ read, actor }: QueryContext): Promise<unknown> =>
  (await stationsKeptBy(read, actor)).map(({ id, name, phone }) => ({ id, name, phone }))
