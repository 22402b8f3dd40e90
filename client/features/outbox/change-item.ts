import type { AnyCommand, Choice, SavedCommand } from '#client/app/feature.ts'
import type { OutboxItem, useOutbox } from '#client/sync/outbox.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { RouteLocationRaw } from 'vue-router'
import { commandFace } from '#client/app/registry.ts'

type Outbox = ReturnType<typeof useOutbox>
type Command = Pick<Envelope, 'name' | 'input'>

/** What a command is called; 其他 for one that only another version of the app knows. */
export function commandName({ name, input }: Command): string {
  const called = commandFace(name)?.name
  return (typeof called === 'function' ? called(input) : called) ?? '其他'
}

/** Whether the command's text, and its choice if it has one, can be changed in the row. */
export const isEditable = (name: string): boolean => commandFace(name)?.isEditable ?? false

/** The text that a person wrote in a command, if it has any. */
export function textOf({ name, input }: Command): string | undefined {
  return textIn(input, commandFace(name)?.text)
}

/** The choice that a person made in a command, if it has one that this app knows. */
export function choiceOf({ name, input }: Command): Choice & { value: string } | undefined {
  const choice = commandFace(name)?.choice
  const value = textIn(input, choice?.field)
  return choice && value !== undefined && value in choice.names ? { ...choice, value } : undefined
}

/** A field of an input whose type is not known here. */
function textIn(input: unknown, field: string | undefined): string | undefined {
  const value = new Map<string, unknown>(Object.entries(input ?? {})).get(field ?? '')
  return typeof value === 'string' ? value : undefined
}

/** The page with the whole form of a command, place and area included. */
export const formOf = ({ name, input }: Command, saved: SavedCommand): RouteLocationRaw | undefined =>
  commandFace(name)?.form?.(input, saved)

/** The same input with another text, and another choice where it has one. */
export function editedInput({ name, input }: Command, text: string, chosen: string | undefined): unknown {
  const { text: field, choice } = commandFace(name) ?? {}
  return {
    ...new Object(input),
    ...field && { [field]: text },
    ...choice && chosen !== undefined && { [choice.field]: chosen },
  }
}

/** The same input without its photo; undefined for a command that needs one. */
export const inputWithoutPhoto = ({ name, input }: Command): unknown =>
  commandFace(name)?.withoutPhoto?.(input)

/** Whether a sent command can still be changed, or withdrawn, by a second one. */
export const isAmendable = (name: string): boolean => commandFace(name)?.amend !== undefined
export const isWithdrawable = (name: string): boolean => commandFace(name)?.withdraw !== undefined

const send = async (outbox: Outbox, { name, input }: AnyCommand) => void await outbox.enqueue(name, input)

/**
 * Changes a waiting command in place, or by a second command if it was sent meanwhile. Returns what to
 * show, null if it could not be changed.
 */
export async function changeItem(outbox: Outbox, item: OutboxItem, input: unknown): Promise<string | null> {
  if (await outbox.edit(item, input)) return '已保存'
  const second = commandFace(item.envelope.name)?.amend?.(input)
  if (second === undefined) return null
  await send(outbox, second)
  return '已经发出，修改随后送到'
}

/** Withdraws a waiting command, or asks the server to if it was sent meanwhile. Returns what to show. */
export async function withdrawItem(outbox: Outbox, { key, envelope }: OutboxItem): Promise<string> {
  if (await outbox.withdraw(key)) return '已撤回'
  const second = commandFace(envelope.name)?.withdraw?.(envelope.input)
  if (second === undefined) return '已经发出，不能撤回'
  await send(outbox, second)
  return '已经发出，撤回随后送到'
}
