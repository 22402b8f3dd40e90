import type { CommandsOf } from '#client/sync/outbox.ts'
import type { OfflineCommandName } from '#shared/commands.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'

/** The newest of these commands about a report, where it waits on this phone or was returned. */
export function newestAbout<Name extends Extract<OfflineCommandName, `reports.${string}`>>(
  { waiting, returned, delivered }: CommandsOf<Name>,
  reportId: string,
) {
  const isIts = ({ reportId: of }: { reportId: string }) => of === reportId
  const waits = waiting.filter(({ envelope }) => isIts(envelope.input)).at(-1)
  const back = returned.filter(({ envelope }) => isIts(envelope.input)).at(-1)
  const done = delivered.filter(({ input }) => isIts(input)).at(-1)
  // One of an earlier try stays until its maker has put it away. Ids are in the order of their making.
  const isNewest = [waits?.envelope.id, done?.id].every(id => !back || !id || id < back.envelope.id)
  return { waiting: waits, returned: isNewest ? back : undefined }
}

/** The result page of a command that the server has not accepted; undefined once it has, or knows of none. */
export function unfinished({ waiting, returned }: ReturnType<typeof newestAbout>) {
  if (returned) return { isWell: false, title: '没有通过', text: refusalText(returned.refusal) }
  return waiting && { isWell: true, title: '已保存在手机里', text: `已保存 · ${waitingText(waiting)}` }
}
