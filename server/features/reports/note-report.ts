import type { Handler } from '#server/sync/context.ts'
import { reportAtDesk } from './permissions.ts'
import { take } from './take.ts'

/**
 * Decides `reports.note` (内部备注): staff write a note for staff only, in any state and whatever was done
 * meanwhile.
 */
export const noteReport: Handler<'reports.note'> = async ({ reportId, words }, context) => {
  const { report } = await reportAtDesk(context, { reportId })
  await take(context, report, { step: 'noted', by: 'staff', words })
}
