import type { CommandInput, CommandName, CommandResult, OfflineCommandName } from '#shared/commands.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import type { Delivered } from '../store/schema.ts'

/** An envelope or an accepted command whose input is known by its name. */
type Named<Item, Name extends CommandName> = Item & { name: Name, input: CommandInput<Name> }
/** A waiting or returned command with its input typed. */
export type WithInput<Item extends { envelope: Envelope }, Name extends CommandName> =
  Omit<Item, 'envelope'> & { envelope: Named<Envelope, Name> }

/** Whether an envelope or an accepted command is this command. This app, or an older one, made its input. */
export const isCommand = <Item extends { name: string, input: unknown }, Name extends CommandName>(
  item: Item,
  name: Name,
): item is Named<Item, Name> => item.name === name

export const withInput = <Item extends { envelope: Envelope }, Name extends OfflineCommandName>(
  items: readonly Item[],
  name: Name,
): WithInput<Item, Name>[] =>
  items.filter(({ envelope }) => envelope.name === name) as unknown as WithInput<Item, Name>[]

export type DeliveredOf<Name extends CommandName> =
  & Omit<Delivered, 'name' | 'input' | 'result'>
  & { name: Name, input: CommandInput<Name>, result: CommandResult<Name> }

/** The accepted commands of a name, with input and result typed. */
export const deliveredAs = <Name extends OfflineCommandName>(
  delivered: readonly Delivered[],
  name: Name,
): DeliveredOf<Name>[] => delivered.filter(item => item.name === name) as DeliveredOf<Name>[]
