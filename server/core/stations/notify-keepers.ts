import type { CommandContext } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import { holdersOf, notify } from '#server/core/notices/index.ts'

/** Notifies a station's keepers; where it has none the admins, who are told so. */
export async function notifyKeepers(
  context: CommandContext,
  stationId: string,
  { kind, words }: { readonly kind: NoticeKind, readonly words: string },
  options?: { readonly evenSelf: boolean },
): Promise<void> {
  const keepers = { role: 'keeper', scope: stationId } as const
  const isKept = (await holdersOf(context.tx, keepers, context.now)).length > 0
  await notify(
    context,
    isKept ? keepers : { role: 'admin', scope: '' },
    { kind, ref: stationId, words: isKept ? words : `${words}（驿站没有管理员）` },
    options,
  )
}
