import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { Voice } from './voice.ts'
import { holdersOf, notify } from '#server/core/notices/index.ts'
import { forget, remind } from '#server/core/reminders/index.ts'
import { DAY_MS, timeOf } from '#shared/kernel/day.ts'
import { isOpenVoice } from '#shared/voices/rules.ts'
import { eq, inArray } from 'drizzle-orm'
import { voices } from './tables.ts'
import { askersOf, excerptOf, treeOf } from './voice.ts'

/** The post by which staff are notified of a voice: admins only if there are no other staff. */
const staffOf = ({ areaId }: Pick<Voice, 'areaId'>) =>
  ({ role: 'staff', scope: areaId, isNear: true }) as const

/**
 * Nudges everybody whose lists show a voice: its author, those of the voices merged into it, and the desks.
 */
export async function nudgeAbout(context: CommandContext, { id }: Pick<Voice, 'id'>): Promise<void> {
  const { tx, nudge } = context
  const tree = await treeOf(tx, id)
  const rows = await tx.select({ by: voices.accountId }).from(voices).where(inArray(voices.id, tree))
  for (const { by } of rows) {
    if (by !== null) nudge(by, 'voices.mine')
  }
  nudge('*', 'voices.desk', 'voices.one', 'desk.complaints')
}

/** Notifies the author and all supporters, without saying who the others are. */
export async function tellAsked(
  context: CommandContext,
  voice: Pick<Voice, 'id'>,
  kind: NoticeKind,
  words: string,
): Promise<void> {
  await notify(context, await askersOf(context.tx, voice.id), { kind, ref: voice.id, words })
  await nudgeAbout(context, voice)
}

export const tellStaff = async (context: CommandContext, voice: Voice, kind: NoticeKind): Promise<void> =>
  await notify(context, staffOf(voice), { kind, ref: voice.id, words: excerptOf(voice) })

export const tellUnit = async (context: CommandContext, voice: Voice, kind: NoticeKind): Promise<void> => {
  if (voice.unitId === null) return
  const unit = { role: 'unit', scope: voice.unitId } as const
  await notify(context, unit, { kind, ref: voice.id, words: excerptOf(voice) })
}

const WEEK_MS = 7 * DAY_MS

/**
 * Schedules the reminders of those who must answer: the day before, and when the day has passed. Reminders of
 * an earlier day are deleted.
 */
export async function remindDesk(context: CommandContext, voiceId: string): Promise<void> {
  const { tx, now } = context
  await forget(tx, { ref: voiceId })
  const [voice] = await tx.select().from(voices).where(eq(voices.id, voiceId))
  if (!voice || voice.dueAt === null || voice.metAt !== null || !isOpenVoice(voice.state)) return
  const { dueAt, unitId, chooseBy } = voice
  const unit = unitId === null ? [] : await holdersOf(tx, { role: 'unit', scope: unitId }, now)
  const staff = await holdersOf(tx, staffOf(voice), now)
  if (chooseBy !== null) {
    const choose = { ref: voiceId, words: excerptOf(voice), kind: 'voices.chooseLate', at: chooseBy } as const
    for (const accountId of staff) await remind(tx, { ...choose, accountId, until: dueAt })
  }
  const words = `${excerptOf(voice)}（${timeOf(dueAt).slice(5, 10).replace('-', '月')}日前答复）`
  for (const accountId of new Set([...unit, ...staff])) {
    const reminder = { accountId, ref: voiceId, words }
    const soon = dueAt - DAY_MS
    if (soon > now) await remind(tx, { ...reminder, kind: 'voices.dueSoon', at: soon, until: dueAt })
    await remind(tx, { ...reminder, kind: 'voices.late', at: dueAt, until: dueAt + WEEK_MS })
  }
}
