import type { OutboxItem, useOutbox } from '#client/sync/outbox.ts'
import type { CommandInput } from '#shared/commands.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import { reportKinds } from '#shared/reports/rules.ts'

type Outbox = ReturnType<typeof useOutbox>
/** Which field of each command holds the words a person wrote. */
const wordFields: Record<string, string> = {
  'reports.file': 'text',
  'reports.amend': 'text',
  'reports.answer': 'answer',
  'reports.rate': 'words',
  'voices.complain': 'text',
}

export const isKind = (kind: unknown): kind is ReportKind =>
  (reportKinds as readonly unknown[]).includes(kind)

/** Has words (or a kind) that can be changed where it stands. */
export const isEditable = (name: string): boolean => name in wordFields && name !== 'reports.rate'

/** The words a person wrote in a command, if it has any. */
export function wordsOf({ name, input }: Pick<Envelope, 'name' | 'input'>): string | undefined {
  const words = (input as Record<string, unknown>)[wordFields[name] ?? '']
  return typeof words === 'string' ? words : undefined
}

/** Where the whole form of a report stands, its place and area included. */
export const placeFormOf = ({ name, input }: Envelope, shelf: 'outbox' | 'returned', key: number) =>
  name === 'reports.file'
    ? { path: `/report/${(input as CommandInput<'reports.file'>).reportId}`, query: { [shelf]: key } }
    : undefined

/** The same input with other words, and another kind where it has one. */
export function editedInput(
  { name, input }: Pick<Envelope, 'name' | 'input'>,
  words: string,
  kind: ReportKind | null,
): unknown {
  return { ...(input as object), [wordFields[name]!]: words, ...(kind === null ? {} : { kind }) }
}

/** Whether what has left the phone can still be changed, by a second command. */
export const isAmendable = ({ name }: Pick<Envelope, 'name'>): boolean =>
  name === 'reports.file' || name === 'reports.amend'

/**
 * Changes a waiting item in place, or by a second command when it left meanwhile; answers what to say, null
 * when it could not be changed.
 */
export async function changeWaiting(
  outbox: Outbox,
  item: OutboxItem,
  input: unknown,
): Promise<string | null> {
  if (await outbox.edit(item, input)) return '已保存'
  if (!isAmendable(item.envelope)) return null
  const { reportId, kind, text } = input as CommandInput<'reports.amend'>
  await outbox.enqueue('reports.amend', { reportId, ...kind && { kind }, ...text !== undefined && { text } })
  return '已经发出，修改随后送到'
}

/** Takes a waiting item back, or asks the server to when it left meanwhile; answers what to say. */
export async function withdrawWaiting(outbox: Outbox, { key, envelope }: OutboxItem): Promise<string> {
  if (await outbox.withdraw(key)) return '已撤回'
  if (envelope.name !== 'reports.file') return '已经发出，不能撤回'
  await outbox.enqueue('reports.withdraw', {
    reportId: (envelope.input as CommandInput<'reports.file'>).reportId,
  })
  return '已经发出，撤回随后送到'
}
