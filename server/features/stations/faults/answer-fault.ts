import type { Handler } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import { faults, noteSuccess, requireStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'

/** Decides `stations.answerFault`, as often as there is news, until the fault is mended. */
export const answerFault: Handler<'stations.answerFault'> = async ({ faultId, words, isMended }, context) => {
  const { tx, actor, now, nudge } = context
  const [fault] = await tx.select().from(faults).where(eq(faults.id, faultId))
  if (!fault) throw new Refused({ code: 'stations.faultUnknown' })
  const { id: stationId, name } = await requireStation(context, fault.stationId)

  const answer = {
    answer: words,
    answeredBy: actor.accountId,
    answeredAt: now,
    ...(isMended && { mendedAt: now }),
  }
  const answered = await tx
    .update(faults)
    .set(answer)
    .where(and(eq(faults.id, faultId), isNull(faults.mendedAt)))
    .returning({ id: faults.id })
  if (answered.length === 0) throw new Refused({ code: 'stations.faultMended' })

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
