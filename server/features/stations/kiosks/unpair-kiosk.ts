import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { disableAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/kernel/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { requireStationOver } from '../keeping/in-charge.ts'
import { kiosks } from '../tables.ts'

/** Handles `stations.unpair`: a tablet is nothing any more, at once; the codes on its screen open no door. */
export async function unpairKiosk({ kioskId }: CommandInput<'stations.unpair'>, context: CommandContext): Promise<void> {
  const { tx, now, nudge } = context
  const isPaired = and(eq(kiosks.accountId, kioskId), isNull(kiosks.unpairedAt))
  const [kiosk] = await tx.select({ stationId: kiosks.stationId }).from(kiosks).where(isPaired)
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  await requireStationOver(context, kiosk.stationId)
  await tx.update(kiosks).set({ unpairedAt: now }).where(isPaired)
  await disableAccount(tx, kioskId, now)
  nudge(kioskId, 'stations.kiosk')
  nudge('*', 'stations.book', 'stations.desk')
}
