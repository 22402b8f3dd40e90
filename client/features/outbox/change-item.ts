import type { AnyCommand, SavedCommand } from '#client/app/feature.ts'
import type { OutboxItem, useOutbox } from '#client/sync/outbox.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { RouteLocationRaw } from 'vue-router'
import { commandFace } from '#client/app/registry.ts'
import { reportKinds } from '#shared/reports/rules.ts'

type Outbox = ReturnType<typeof useOutbox>
type Command = Pick<Envelope, 'name' | 'input'>

export const isKind = (kind: unknown): kind is ReportKind =>
  (reportKinds as readonly unknown[]).includes(kind)

/** What a command is called; another version of the app may have saved one that this has no name for. */
export const commandName = (name: string): string => commandFace(name)?.name ?? '其他'

/** Whether its text (and a report's kind) can be changed on the spot. */
export const isEditable = (name: string): boolean => commandFace(name)?.isEditable ?? false

/** The text that a person wrote in a command, if it has any. */
export function textOf({ name, input }: Command): string | undefined {
  const text = (input as Record<string, unknown>)[commandFace(name)?.text ?? '']
  return typeof text === 'string' ? text : undefined
}

/** The page with the whole form of a command, place and area included. */
export const formOf = ({ name, input }: Command, saved: SavedCommand): RouteLocationRaw | undefined =>
  commandFace(name)?.form?.(input, saved)

/** The same input with another text, and another kind where it has one. */
export function editedInput({ name, input }: Command, text: string, kind: ReportKind | null): unknown {
  const field = commandFace(name)?.text
  return { ...(input as object), ...field && { [field]: text }, ...kind !== null && { kind } }
}

/** Whether what may have reached the server can still be changed, or withdrawn, by a second command. */
export const isAmendable = (name: string): boolean => commandFace(name)?.amend !== undefined
export const isWithdrawable = (name: string): boolean => commandFace(name)?.withdraw !== undefined

const send = async (outbox: Outbox, { name, input }: AnyCommand) => void await outbox.enqueue(name, input)

/**
 * Changes a waiting command in place, or by a second command if it left meanwhile. Returns what to say, null
 * if it could not be changed.
 */
export async function changeItem(outbox: Outbox, item: OutboxItem, input: unknown): Promise<string | null> {
  if (await outbox.edit(item, input)) return '已保存'
  const second = commandFace(item.envelope.name)?.amend?.(input)
  if (second === undefined) return null
  await send(outbox, second)
  return '已经发出，修改随后送到'
}

/** Withdraws a waiting command, or asks the server to if it left meanwhile. Returns what to say. */
export async function withdrawItem(outbox: Outbox, { key, envelope }: OutboxItem): Promise<string> {
  if (await outbox.withdraw(key)) return '已撤回'
  const second = commandFace(envelope.name)?.withdraw?.(envelope.input)
  if (second === undefined) return '已经发出，不能撤回'
  await send(outbox, second)
  return '已经发出，撤回随后送到'
}
