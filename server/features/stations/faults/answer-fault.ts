import type { Handler } from '#server/sync/context.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { faults, noteSuccess, requireStation } from '#server/core/stations/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'

/** Decides `stations.answerFault`, as often as there is news, until the fault is mended. */
export const answerFault: Handler<'stations.answerFault'> = async (input, context) => {
  const { faultId, words, isMended } = input
  const { tx, actor, now, nudge } = context
  const fault = await lockRow(tx, faults, { id: faultId })
  if (!fault) throw new Refused({ code: 'stations.faultUnknown' })
  const { id: stationId, name } = await requireStation(context, fault.stationId)

  if (fault.mendedAt !== null) throw new Refused({ code: 'stations.faultMended' })
  const { answeredAt, answeredBy } = fault
  const last = answeredAt !== null && answeredBy !== null ? { at: answeredAt, by: answeredBy } : undefined
  await requireSeen(context, input.seen, last)

  const answer = {
    answer: words,
    answeredBy: actor.accountId,
    answeredAt: now,
    ...(isMended && { mendedAt: now }),
  }
  await tx.update(faults).set(answer).where(eq(faults.id, faultId))

  if (isMended && fault.kind === 'door') await noteSuccess(context, stationId)
  if (fault.accountId !== null) {
    await notify(context, fault.accountId, {
      kind: 'stations.faultAnswered',
      ref: stationId,
      words: `${name}，${words}`,
    })
  }
  nudge('*', 'stations.one', 'stations.desk')
}
