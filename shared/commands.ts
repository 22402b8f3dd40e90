import type { InferOutput } from 'valibot'
import { announcementsCommands } from './announcements/commands.ts'
import { doorsCommands } from './doors/commands.ts'
import { identityCommands } from './identity/commands.ts'
import { mallCommands } from './mall/commands.ts'
import { noticesCommands } from './notices/commands.ts'
import { peopleCommands } from './people/commands.ts'
import { pointsCommands } from './points/commands.ts'
import { pollsCommands } from './polls/commands.ts'
import { reportsCommands } from './reports/commands.ts'
import { rulingsCommands } from './rulings/commands.ts'
import { stationsCommands } from './stations/commands.ts'
import { voicesCommands } from './voices/commands.ts'
import { volunteeringCommands } from './volunteering/commands.ts'

/** Every change that anyone can make. The client sends these; the server must handle each one. */
export const commands = {
  ...identityCommands,
  ...reportsCommands,
  ...pointsCommands,
  ...mallCommands,
  ...noticesCommands,
  ...stationsCommands,
  ...doorsCommands,
  ...voicesCommands,
  ...peopleCommands,
  ...rulingsCommands,
  ...volunteeringCommands,
  ...pollsCommands,
  ...announcementsCommands,
}

export type CommandName = keyof typeof commands
export type CommandInput<Name extends CommandName> = InferOutput<(typeof commands)[Name]['input']>
export type CommandResult<Name extends CommandName> = InferOutput<(typeof commands)[Name]['result']>
export type OfflineCommandName = {
  [Name in CommandName]: (typeof commands)[Name]['offline'] extends true ? Name : never
}[CommandName]
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(commands, name)
