import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import { closedDays, hoursBefore, takeClosure } from '#server/core/stations/index.ts'
import { and, eq } from 'drizzle-orm'
import { mallOrders } from './tables.ts'

/** The clock notifies those who wait for an order that its station has closed, for now or for whole days. */
export const tellClosure: Handler<'mall.tellClosure'> = async (closure, context) => {
  const { tx } = context
  const station = await takeClosure(tx, closure)
  if (!station) return
  const days = station.shutWords === null ? await daysClosed(station, closure.at, context) : null
  if (days?.length === 0) return // Its days were opened again meanwhile.
  const { name, exceptions } = station
  const why = days === null
    ? { kind: 'mall.counterShut', words: `${name}：${station.shutWords}` } as const
    : { kind: 'mall.daysClosed', words: `${name}：${reasonsOn(exceptions, days)}` } as const
  const waiting = await tx
    .select()
    .from(mallOrders)
    .where(and(eq(mallOrders.stationId, station.id), eq(mallOrders.state, 'open')))
  for (const { id, accountId, number, day } of waiting) {
    // Orders of meals on other days are not concerned.
    if (days === null || day === null || days.includes(day))
      await notify(context, accountId, { ...why, ref: id, number })
  }
}

const daysClosed = async (station: Station, at: number, { tx, now }: CommandContext) =>
  closedDays(await hoursBefore(tx, station.id, at) ?? station, station, now)

const reasonsOn = (exceptions: Station['exceptions'], days: readonly string[]) =>
  days
    .map(on => [on, exceptions.find(({ day }) => day === on)?.words].filter(Boolean).join(' '))
    .join('、')
